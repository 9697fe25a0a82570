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

  <!-- a picture is a picture: what says SVG becomes an object, which has no other text and no limits -->
  <xsl:template match="imagedata/@format"/>

  <!-- the head of the column, for a narrow screen, where the cells of a row stand one below another -->
  <xsl:template match="tgroup[thead/row/entry[3]]/tbody/row/entry[position() &gt; 1]">
    <xsl:variable name="column" select="count(preceding-sibling::entry) + 1"/>
    <xsl:copy>
      <xsl:apply-templates select="@*"/>
      <xsl:if test="normalize-space()">
        <phrase role="column">
          <xsl:value-of select="normalize-space(../../../thead/row/entry[$column])"/>
        </phrase>
      </xsl:if>
      <xsl:apply-templates select="node()"/>
    </xsl:copy>
  </xsl:template>

  <!-- "Header <boost_broker/x.hpp>", with a link to the file in Boost's web site -->
  <xsl:template match="section/title[starts-with(., 'Header &lt;')]">
    <title><computeroutput><xsl:value-of select="ulink"/></computeroutput></title>
  </xsl:template>

  <xsl:template match="refsect2/title">
    <xsl:variable name="text" select="normalize-space()"/>
    <title>
      <xsl:copy-of select="anchor"/>
      <xsl:choose>
        <xsl:when test="contains($text, 'construct/copy/destruct')">Constructors, assignment, destructor</xsl:when>
        <xsl:when test="contains($text, 'public member functions')">Member functions</xsl:when>
        <xsl:when test="contains($text, 'public static functions')">Static member functions</xsl:when>
        <xsl:when test="contains($text, 'friend functions')">Friend functions</xsl:when>
        <xsl:when test="contains($text, 'public types')">Member types</xsl:when>
        <xsl:when test="contains($text, 'public public data members')">Data members</xsl:when>
        <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
      </xsl:choose>
    </title>
  </xsl:template>

  <!-- two empty lines behind "In header: <...>", or two and a half -->
  <xsl:template match="synopsis/phrase[@role = 'comment']/text()[normalize-space() = '&gt;']">
    <xsl:text>&gt;</xsl:text>
    <xsl:if test="not(starts-with(../following-sibling::text()[1], '&#10;')) or
      ../following-sibling::node()[1][self::*]">
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- an alias template, see fixup.xsl -->
  <xsl:template match="refentry[.//formalpara/title = 'Declaration']//synopsis">
    <xsl:variable name="declaration"
      select="normalize-space(ancestor::refentry//formalpara[title = 'Declaration']/para)"/>
    <synopsis>
      <xsl:apply-templates select="phrase[1]"/>
      <xsl:text>&#10;</xsl:text>
      <phrase role="keyword">template</phrase>
      <xsl:value-of select="substring-before(substring-after($declaration, 'template'), 'using ')"/>
      <phrase role="keyword">using</phrase>
      <xsl:value-of select="concat(' ', substring-after($declaration, '&gt; using '), ';')"/>
    </synopsis>
  </xsl:template>
  <xsl:template match="formalpara[title = 'Declaration']"/>

  <!-- the title of a list -->
  <xsl:template match="formalpara[not(normalize-space(para))]">
    <para><emphasis role="bold"><xsl:value-of select="title"/></emphasis></para>
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
