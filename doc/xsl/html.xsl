<?xml version="1.0"?>
<!-- Copyright 2026 The boost_broker authors
     Distributed under the Boost Software License, Version 1.0.
     https://www.boost.org/LICENSE_1_0.txt -->

<!-- The pages: those of BoostBook, in a frame of ours. No scripts, no pictures, no fonts. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="http://www.boost.org/tools/boostbook/xsl/html.xsl"/>

  <xsl:param name="html.stylesheet">boost_broker.css</xsl:param>
  <xsl:param name="chunker.output.doctype-system">about:legacy-compat</xsl:param>
  <xsl:param name="nav.layout">none</xsl:param>
  <xsl:param name="navig.graphics" select="0"/>
  <xsl:param name="admon.graphics" select="0"/>
  <xsl:param name="callout.graphics" select="0"/>
  <xsl:param name="chapter.autolabel" select="0"/>
  <xsl:param name="generate.manifest" select="0"/>
  <xsl:param name="chunk.section.depth" select="2"/>
  <xsl:param name="chunk.first.sections" select="1"/>
  <xsl:param name="toc.max.depth" select="2"/>
  <xsl:param name="toc.section.depth" select="2"/>
  <xsl:param name="generate.section.toc.level" select="1"/>
  <xsl:param name="chunk.quietly" select="1"/>

  <!-- all pages lie in one folder and are called like their sections: events.html -->
  <xsl:template match="*" mode="recursive-chunk-filename">
    <xsl:variable name="theirs"><xsl:apply-imports/></xsl:variable>
    <xsl:variable name="flat" select="translate($theirs, '/', '.')"/>
    <xsl:choose>
      <xsl:when test="starts-with($flat, 'boost_broker.')">
        <xsl:value-of select="substring-after($flat, 'boost_broker.')"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$flat"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="root.attributes">
    <xsl:attribute name="lang">en</xsl:attribute>
  </xsl:template>

  <xsl:template name="body.attributes"/>

  <xsl:template name="user.head.content">
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
  </xsl:template>

  <!-- tables have no numbers, as nobody refers to them -->
  <xsl:template match="table" mode="object.title.template">%t</xsl:template>

  <xsl:template match="refsynopsisdiv">
    <h2 class="refsynopsisdiv-title">Synopsis</h2>
    <div class="refsynopsisdiv"><xsl:apply-templates/></div>
  </xsl:template>

  <!-- what a page consists of -->
  <xsl:template name="chunk-element-content">
    <xsl:param name="prev"/>
    <xsl:param name="next"/>
    <xsl:param name="nav.context"/>
    <xsl:param name="content"><xsl:apply-imports/></xsl:param>
    <html>
      <xsl:call-template name="root.attributes"/>
      <xsl:call-template name="html.head">
        <xsl:with-param name="prev" select="$prev"/>
        <xsl:with-param name="next" select="$next"/>
      </xsl:call-template>
      <body>
        <header class="site-header">
          <a class="site-title">
            <xsl:call-template name="link-to"><xsl:with-param name="node" select="/*"/></xsl:call-template>
            <xsl:text>boost_broker</xsl:text>
          </a>
          <nav>
            <a>
              <xsl:call-template name="link-to">
                <xsl:with-param name="node" select="/*/section[@id = 'boost_broker.quickref']"/>
              </xsl:call-template>
              <xsl:text>Quick reference</xsl:text>
            </a>
            <a class="to-contents" href="#contents">Contents</a>
          </nav>
        </header>
        <main>
          <xsl:call-template name="beside">
            <xsl:with-param name="prev" select="$prev"/>
            <xsl:with-param name="next" select="$next"/>
          </xsl:call-template>
          <xsl:copy-of select="$content"/>
          <xsl:call-template name="beside">
            <xsl:with-param name="prev" select="$prev"/>
            <xsl:with-param name="next" select="$next"/>
            <xsl:with-param name="titles" select="true()"/>
          </xsl:call-template>
        </main>
        <xsl:call-template name="site-contents"/>
        <footer>
          <xsl:apply-templates select="/*/*/copyright" mode="boost.footer"/>
          <xsl:apply-templates select="/*/*/legalnotice" mode="boost.footer"/>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="link-to">
    <xsl:param name="node"/>
    <xsl:attribute name="href">
      <xsl:call-template name="href.target"><xsl:with-param name="object" select="$node"/></xsl:call-template>
    </xsl:attribute>
  </xsl:template>

  <!-- the pages before, behind and above this one -->
  <xsl:template name="beside">
    <xsl:param name="prev"/>
    <xsl:param name="next"/>
    <xsl:param name="titles" select="false()"/>
    <nav class="spirit-nav">
      <xsl:call-template name="beside-link">
        <xsl:with-param name="node" select="$prev"/>
        <xsl:with-param name="rel">prev</xsl:with-param>
        <xsl:with-param name="text">Previous</xsl:with-param>
        <xsl:with-param name="titles" select="$titles"/>
      </xsl:call-template>
      <xsl:if test="not($titles)">
        <xsl:call-template name="beside-link">
          <xsl:with-param name="node" select="parent::*"/>
          <xsl:with-param name="rel">up</xsl:with-param>
          <xsl:with-param name="text">Up</xsl:with-param>
        </xsl:call-template>
        <xsl:if test="parent::*/parent::*">
          <xsl:call-template name="beside-link">
            <xsl:with-param name="node" select="/*"/>
            <xsl:with-param name="rel">home</xsl:with-param>
            <xsl:with-param name="text">Home</xsl:with-param>
          </xsl:call-template>
        </xsl:if>
      </xsl:if>
      <xsl:call-template name="beside-link">
        <xsl:with-param name="node" select="$next"/>
        <xsl:with-param name="rel">next</xsl:with-param>
        <xsl:with-param name="text">Next</xsl:with-param>
        <xsl:with-param name="titles" select="$titles"/>
      </xsl:call-template>
    </nav>
  </xsl:template>

  <xsl:template name="beside-link">
    <xsl:param name="node"/>
    <xsl:param name="rel"/>
    <xsl:param name="text"/>
    <xsl:param name="titles" select="false()"/>
    <xsl:if test="$node">
      <a class="{$rel}">
        <xsl:call-template name="link-to"><xsl:with-param name="node" select="$node"/></xsl:call-template>
        <span class="direction"><xsl:value-of select="$text"/></span>
        <xsl:if test="$titles">
          <span class="to"><xsl:value-of select="normalize-space(($node/title | $node//refentrytitle)[1])"/></span>
        </xsl:if>
      </a>
    </xsl:if>
  </xsl:template>

  <!-- all chapters, and the pages of the one that this page belongs to -->
  <xsl:template name="site-contents">
    <xsl:variable name="page" select="."/>
    <xsl:variable name="chapter" select="ancestor-or-self::section[parent::*[not(parent::*)]]"/>
    <nav class="site-contents" id="contents">
      <p>Contents</p>
      <ul>
        <xsl:for-each select="/*/section">
          <li>
            <xsl:call-template name="contents-entry"><xsl:with-param name="page" select="$page"/></xsl:call-template>
            <xsl:if test="generate-id() = generate-id($chapter) and
              (@id = 'boost_broker.concepts' or @id = 'boost_broker.reference')">
              <ul>
                <xsl:for-each select="section">
                  <li>
                    <xsl:call-template name="contents-entry">
                      <xsl:with-param name="page" select="$page"/>
                    </xsl:call-template>
                  </li>
                </xsl:for-each>
              </ul>
            </xsl:if>
          </li>
        </xsl:for-each>
      </ul>
    </nav>
  </xsl:template>

  <xsl:template name="contents-entry">
    <xsl:param name="page"/>
    <xsl:variable name="title" select="normalize-space(title)"/>
    <a>
      <!-- of a page, so that its name is that of its section; href.target takes seconds -->
      <xsl:attribute name="href"><xsl:apply-templates select="." mode="recursive-chunk-filename"/></xsl:attribute>
      <xsl:choose>
        <xsl:when test="generate-id() = generate-id($page)">
          <xsl:attribute name="aria-current">page</xsl:attribute>
        </xsl:when>
        <xsl:when test="$page/ancestor::*[generate-id() = generate-id(current())]">
          <xsl:attribute name="aria-current">true</xsl:attribute>
        </xsl:when>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="starts-with($title, 'boost_broker/')">
          <xsl:value-of select="substring-after($title, '/')"/>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="$title"/></xsl:otherwise>
      </xsl:choose>
    </a>
  </xsl:template>
</xsl:stylesheet>
