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
</xsl:stylesheet>
