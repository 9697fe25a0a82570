<?xml version="1.0"?>
<!-- Copyright 2026 The boost_broker authors
     Distributed under the Boost Software License, Version 1.0.
     https://www.boost.org/LICENSE_1_0.txt -->

<!-- Adds to the reference what doxygen2boostbook.xsl leaves out: what each header is for, and a link
     wherever a comment names something of the library. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <!-- made of the first comment of each header by headers.awk -->
  <xsl:param name="headers"/>
  <!-- the output of Doxygen -->
  <xsl:param name="doxygen"/>

  <xsl:variable name="names" select="/"/>
  <xsl:key name="function" match="header/namespace/function" use="@name"/>
  <xsl:key name="class" use="@name"
    match="header/namespace/class | header/namespace/struct | header/namespace/typedef"/>
  <xsl:key name="enum" match="header/namespace/enum" use="@name"/>
  <xsl:key name="global" match="header/namespace/data-member" use="@name"/>

  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <!-- the umbrella header and the configuration declare nothing of their own -->
  <xsl:template match="header[not(.//purpose)]"/>

  <xsl:template match="header">
    <xsl:variable name="name" select="@name"/>
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:apply-templates select="document($headers)/headers/header[@name = $name]/para"/>
      <xsl:apply-templates select="node()"/>
    </xsl:copy>
  </xsl:template>

  <!-- empty lines are all that is left of what Doxygen lists twice -->
  <xsl:template match="header/text() | namespace/text()"/>

  <!-- doxygen2boostbook.xsl forgets of a free function that it throws nothing, and BoostBook sorts
       parameters by name; here they stand in their order -->
  <xsl:template match="function | method | constructor">
    <xsl:variable name="name" select="@name"/>
    <xsl:copy>
      <xsl:if test="self::function and document($doxygen)//compounddef[@kind = 'namespace']
        //memberdef[name = $name and @noexcept = 'yes']">
        <xsl:attribute name="cv">noexcept</xsl:attribute>
      </xsl:if>
      <xsl:apply-templates select="@* | node()[not(self::description)]"/>
      <xsl:if test="description or parameter/description or template/*/purpose">
        <description>
          <xsl:apply-templates select="description/node()"/>
          <xsl:call-template name="parameters">
            <xsl:with-param name="title">Template Parameters</xsl:with-param>
            <xsl:with-param name="described" select="template/*[purpose]"/>
          </xsl:call-template>
          <xsl:call-template name="parameters">
            <xsl:with-param name="title">Parameters</xsl:with-param>
            <xsl:with-param name="described" select="parameter[description]"/>
          </xsl:call-template>
        </description>
      </xsl:if>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="parameter/description | function/template/*/purpose | method/template/*/purpose |
    constructor/template/*/purpose"/>

  <xsl:template name="parameters">
    <xsl:param name="title"/>
    <xsl:param name="described"/>
    <xsl:if test="$described">
      <para><formalpara><title><xsl:value-of select="$title"/></title><para/></formalpara></para>
      <variablelist spacing="compact">
        <xsl:for-each select="$described">
          <varlistentry>
            <term><computeroutput><xsl:value-of select="@name"/></computeroutput></term>
            <listitem>
              <xsl:apply-templates select="description/node()"/>
              <xsl:if test="purpose"><para><xsl:apply-templates select="purpose/node()"/></para></xsl:if>
            </listitem>
          </varlistentry>
        </xsl:for-each>
      </variablelist>
    </xsl:if>
  </xsl:template>

  <!-- the chapter says more; a row that is missing there breaks this link -->
  <xsl:template match="enum[@name = 'errc']/enumvalue/purpose">
    <purpose>
      <xsl:apply-templates select="node()"/>
      <xsl:text> </xsl:text>
      <link linkend="boost_broker.errors.{../@name}">What to do</link>
      <xsl:text>.</xsl:text>
    </purpose>
  </xsl:template>

  <!-- BoostBook would look for these in this library -->
  <xsl:template match="classname[starts-with(., 'std::') or starts-with(., 'boost::')]">
    <computeroutput><xsl:apply-templates/></computeroutput>
  </xsl:template>

  <!-- a comment that names something of the library links to it -->
  <xsl:template match="computeroutput[not(*)]">
    <xsl:variable name="name" select="normalize-space()"/>
    <xsl:variable name="own" select="ancestor::*[@name = $name]"/>
    <xsl:variable name="type">
      <!-- also for what comes from the document of the headers -->
      <xsl:for-each select="$names[not($own)]">
        <xsl:choose>
          <xsl:when test="key('function', $name)">function</xsl:when>
          <xsl:when test="key('class', $name)">class</xsl:when>
          <xsl:when test="key('enum', $name)">enum</xsl:when>
          <xsl:when test="key('global', $name)">global</xsl:when>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="starts-with($name, 'errc::')">
        <link linkend="boost_broker.errors.{substring-after($name, 'errc::')}">
          <xsl:copy-of select="."/>
        </link>
      </xsl:when>
      <xsl:when test="string($type)">
        <xsl:element name="{$type}name">
          <xsl:attribute name="alt">
            <xsl:value-of select="concat('boost_broker::', $name)"/>
          </xsl:attribute>
          <xsl:value-of select="$name"/>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise><xsl:copy-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
