<?xml version="1.0"?>
<!-- Copyright 2026 The boost_broker authors
     Distributed under the Boost Software License, Version 1.0.
     https://www.boost.org/LICENSE_1_0.txt -->

<!-- What Doxygen 1.9 writes, changed so that doxygen2boostbook.xsl of Boost 1.81 shows it right. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <!-- nobody outside can use these -->
  <xsl:template match="compounddef[@prot = 'private'] | innerclass[@prot = 'private'] |
    sectiondef[starts-with(@kind, 'private')]"/>
  <xsl:template match="basecompoundref[starts-with(., 'detail::')]"/>
  <xsl:template match="memberdef[contains(type, 'detail::') or param[contains(type, 'detail::')]]"/>

  <!-- types as they are written in the headers: "result<handle>", "E const&" -->
  <xsl:template match="type/text()">
    <xsl:call-template name="replace">
      <xsl:with-param name="text">
        <xsl:call-template name="replace">
          <xsl:with-param name="text">
            <xsl:call-template name="replace">
              <xsl:with-param name="text" select="."/>
              <xsl:with-param name="from" select="'&lt; '"/>
              <xsl:with-param name="to" select="'&lt;'"/>
            </xsl:call-template>
          </xsl:with-param>
          <xsl:with-param name="from" select="' &gt;'"/>
          <xsl:with-param name="to" select="'&gt;'"/>
        </xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="from" select="' &amp;'"/>
      <xsl:with-param name="to" select="'&amp;'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="replace">
    <xsl:param name="text"/>
    <xsl:param name="from"/>
    <xsl:param name="to"/>
    <xsl:choose>
      <xsl:when test="contains($text, $from)">
        <xsl:value-of select="concat(substring-before($text, $from), $to)"/>
        <xsl:call-template name="replace">
          <xsl:with-param name="text" select="substring-after($text, $from)"/>
          <xsl:with-param name="from" select="$from"/>
          <xsl:with-param name="to" select="$to"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "= 1" would become "= = 1" -->
  <xsl:template match="enumvalue/initializer/text()[starts-with(normalize-space(.), '=')]">
    <xsl:value-of select="normalize-space(substring-after(., '='))"/>
  </xsl:template>

  <!-- the type behind an arrow stands in the place of auto -->
  <xsl:template match="memberdef[contains(argsstring, ' -&gt; ')]/type">
    <type><xsl:value-of select="substring-after(../argsstring, ' -&gt; ')"/></type>
  </xsl:template>
  <xsl:template match="argsstring/text()[contains(., ' -&gt; ')]">
    <xsl:value-of select="substring-before(., ' -&gt; ')"/>
  </xsl:template>

  <!-- noexcept behind a reference qualifier would be lost -->
  <xsl:template match="argsstring/text()[contains(., '&amp;&amp;noexcept')]">
    <xsl:value-of select="concat(substring-before(., '&amp;&amp;noexcept'), '&amp;&amp; noexcept')"/>
  </xsl:template>

  <!-- what a declaration requires would be lost -->
  <xsl:template match="memberdef[requiresclause]/detaileddescription">
    <detaileddescription>
      <xsl:apply-templates select="@*|node()"/>
      <para><simplesect kind="par"><title>Constraints</title><para><computeroutput>
        <xsl:value-of select="normalize-space(../requiresclause)"/>
      </computeroutput></para></simplesect></para>
    </detaileddescription>
  </xsl:template>

  <!-- so would the parameters of an alias template; polish.xsl puts this into its synopsis -->
  <xsl:template match="memberdef[@kind = 'typedef' and templateparamlist]/detaileddescription">
    <detaileddescription>
      <xsl:apply-templates select="@*|node()"/>
      <para><simplesect kind="par"><title>Declaration</title><para><computeroutput>
        <xsl:text>template&lt;</xsl:text>
        <xsl:for-each select="../templateparamlist/param">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:value-of select="type"/>
          <xsl:if test="declname"> <xsl:value-of select="concat(' ', declname)"/></xsl:if>
        </xsl:for-each>
        <xsl:value-of select="concat('&gt; using ', ../name, ' = ')"/>
        <xsl:apply-templates select="../type//text()"/>
      </computeroutput></para></simplesect></para>
    </detaileddescription>
  </xsl:template>

  <!-- @deprecated and its like are elements that the next stylesheet does not know -->
  <xsl:template match="xrefsect">
    <simplesect kind="note">
      <para><emphasis><xsl:value-of select="xreftitle"/></emphasis></para>
      <xsl:apply-templates select="xrefdescription/node()"/>
    </simplesect>
  </xsl:template>
</xsl:stylesheet>
