<?xml version="1.0"?>
<!-- Copyright 2026 The boost_broker authors
     Distributed under the Boost Software License, Version 1.0.
     https://www.boost.org/LICENSE_1_0.txt -->

<!-- Changes the DocBook that BoostBook made, before it becomes pages. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <!-- a chapter is one page; concepts and headers are a page each -->
  <xsl:template match="/*/section[not(@id = 'boost_broker.concepts' or @id = 'boost_broker.reference')]">
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:processing-instruction name="dbhtml">stop-chunking</xsl:processing-instruction>
      <xsl:apply-templates select="node()"/>
    </xsl:copy>
  </xsl:template>

  <!-- BoostBook links a header to the file in Boost's web site -->
  <xsl:template match="section/title[starts-with(., 'Header &lt;')]/ulink">
    <xsl:apply-templates/>
  </xsl:template>

  <!-- a title that links to itself says nothing -->
  <xsl:template match="title/link[@linkend = ../../@id]">
    <xsl:apply-templates/>
  </xsl:template>
  <!-- Doxygen's paragraphs contain lists and paragraphs; in HTML that leaves empty ones behind -->
  <xsl:template match="para[not(*) and normalize-space() = '']"/>

  <xsl:template match="para[para | formalpara | itemizedlist | orderedlist | programlisting]">
    <xsl:call-template name="run">
      <xsl:with-param name="nodes" select="node()[not(preceding-sibling::para |
        preceding-sibling::formalpara | preceding-sibling::itemizedlist |
        preceding-sibling::orderedlist | preceding-sibling::programlisting)]"/>
    </xsl:call-template>
    <xsl:for-each select="para | formalpara | itemizedlist | orderedlist | programlisting">
      <xsl:variable name="block" select="generate-id()"/>
      <xsl:apply-templates select="."/>
      <xsl:call-template name="run">
        <xsl:with-param name="nodes" select="following-sibling::node()[
          generate-id((preceding-sibling::para | preceding-sibling::formalpara |
            preceding-sibling::itemizedlist | preceding-sibling::orderedlist |
            preceding-sibling::programlisting)[last()]) = $block]"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- what stands between two of them -->
  <xsl:template name="run">
    <xsl:param name="nodes"/>
    <xsl:variable name="inline" select="$nodes[not(self::para | self::formalpara |
      self::itemizedlist | self::orderedlist | self::programlisting)]"/>
    <xsl:if test="$inline[self::* or normalize-space()]">
      <para><xsl:apply-templates select="$inline"/></para>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
