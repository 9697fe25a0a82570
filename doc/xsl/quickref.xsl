<?xml version="1.0"?>
<!-- Copyright 2026 The boost_broker authors
     Distributed under the Boost Software License, Version 1.0.
     https://www.boost.org/LICENSE_1_0.txt -->

<!-- Makes the quick reference of the reference: every public name with its first sentence. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <!-- the output of Doxygen, for the concepts, which the reference leaves out -->
  <xsl:param name="doxygen"/>

  <xsl:template match="/">
    <section id="boost_broker.quickref">
      <title>Quick reference</title>
      <para>Every public name of the library, in namespace <computeroutput>boost_broker</computeroutput>,
        by kind. All of them come with
        <computeroutput>#include &lt;boost_broker/boost_broker.hpp&gt;</computeroutput>.</para>
      <xsl:variable name="names" select="/library-reference/header/namespace"/>
      <xsl:call-template name="kind">
        <xsl:with-param name="id">functions</xsl:with-param>
        <xsl:with-param name="title">Verbs and other functions</xsl:with-param>
        <xsl:with-param name="type">function</xsl:with-param>
        <xsl:with-param name="nodes" select="$names/function[not(starts-with(@name, 'operator'))]"/>
      </xsl:call-template>
      <xsl:call-template name="kind">
        <xsl:with-param name="id">classes</xsl:with-param>
        <xsl:with-param name="title">Classes</xsl:with-param>
        <xsl:with-param name="type">class</xsl:with-param>
        <xsl:with-param name="nodes" select="$names/class"/>
      </xsl:call-template>
      <xsl:call-template name="kind">
        <xsl:with-param name="id">structs</xsl:with-param>
        <xsl:with-param name="title">Policies, traits and plain structs</xsl:with-param>
        <xsl:with-param name="type">class</xsl:with-param>
        <xsl:with-param name="nodes" select="$names/struct"/>
      </xsl:call-template>
      <section id="boost_broker.quickref.concepts">
        <title>Concepts</title>
        <informaltable frame="all"><tgroup cols="2">
          <xsl:call-template name="head"/>
          <tbody>
            <xsl:for-each select="document($doxygen)//compounddef[@kind = 'concept']">
              <xsl:sort select="compoundname"/>
              <xsl:variable name="name" select="substring-after(compoundname, 'boost_broker::')"/>
              <row>
                <!-- an anchor in one of the concept pages; of a namespace inside, without it -->
                <xsl:variable name="anchor">
                  <xsl:choose>
                    <xsl:when test="contains($name, '::')">
                      <xsl:value-of select="substring-after($name, '::')"/>
                    </xsl:when>
                    <xsl:otherwise><xsl:value-of select="$name"/></xsl:otherwise>
                  </xsl:choose>
                </xsl:variable>
                <entry><link linkend="boost_broker.concept.{$anchor}"><computeroutput>
                  <xsl:value-of select="$name"/></computeroutput></link></entry>
                <entry><xsl:value-of select="briefdescription/para"/></entry>
              </row>
            </xsl:for-each>
          </tbody>
        </tgroup></informaltable>
      </section>
      <xsl:call-template name="kind">
        <xsl:with-param name="id">enums</xsl:with-param>
        <xsl:with-param name="title">Enumerations</xsl:with-param>
        <xsl:with-param name="type">enum</xsl:with-param>
        <xsl:with-param name="nodes" select="$names/enum"/>
      </xsl:call-template>
      <xsl:call-template name="kind">
        <xsl:with-param name="id">aliases</xsl:with-param>
        <xsl:with-param name="title">Aliases</xsl:with-param>
        <xsl:with-param name="type">class</xsl:with-param>
        <xsl:with-param name="nodes" select="$names/typedef"/>
      </xsl:call-template>
      <xsl:call-template name="kind">
        <xsl:with-param name="id">constants</xsl:with-param>
        <xsl:with-param name="title">Constants</xsl:with-param>
        <xsl:with-param name="type">global</xsl:with-param>
        <xsl:with-param name="nodes" select="$names/data-member"/>
      </xsl:call-template>
      <xsl:call-template name="kind">
        <xsl:with-param name="id">macros</xsl:with-param>
        <xsl:with-param name="title">Macros</xsl:with-param>
        <xsl:with-param name="type">macro</xsl:with-param>
        <xsl:with-param name="nodes" select="/library-reference/header/macro"/>
      </xsl:call-template>
      <section id="boost_broker.quickref.headers">
        <title>Headers</title>
        <informaltable frame="all"><tgroup cols="2">
          <xsl:call-template name="head"/>
          <tbody>
            <xsl:for-each select="/library-reference/header">
              <row>
                <entry><headername alt="{@name}"><xsl:value-of select="@name"/></headername></entry>
                <entry><xsl:copy-of select="para[1]/node()"/></entry>
              </row>
            </xsl:for-each>
          </tbody>
        </tgroup></informaltable>
      </section>
    </section>
  </xsl:template>

  <xsl:template name="head">
    <thead><row><entry>Name</entry><entry>What it is for</entry></row></thead>
  </xsl:template>

  <xsl:template name="kind">
    <xsl:param name="id"/>
    <xsl:param name="title"/>
    <xsl:param name="type"/>
    <xsl:param name="nodes"/>
    <section id="boost_broker.quickref.{$id}">
      <title><xsl:value-of select="$title"/></title>
      <informaltable frame="all"><tgroup cols="2">
        <xsl:call-template name="head"/>
        <tbody>
          <xsl:for-each select="$nodes">
            <xsl:sort select="@name"/>
            <row>
              <entry><xsl:element name="{$type}name">
                <xsl:if test="$type != 'macro'">
                  <xsl:attribute name="alt">
                    <xsl:value-of select="concat('boost_broker::', @name)"/>
                  </xsl:attribute>
                </xsl:if>
                <xsl:value-of select="@name"/>
              </xsl:element></entry>
              <entry><xsl:copy-of select="purpose/node()"/></entry>
            </row>
          </xsl:for-each>
        </tbody>
      </tgroup></informaltable>
    </section>
  </xsl:template>
</xsl:stylesheet>
