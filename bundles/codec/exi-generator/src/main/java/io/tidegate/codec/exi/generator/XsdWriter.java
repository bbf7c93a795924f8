package io.tidegate.codec.exi.generator;

import io.tidegate.codec.exi.generator.Schema.Any;
import io.tidegate.codec.exi.generator.Schema.Attribute;
import io.tidegate.codec.exi.generator.Schema.Choice;
import io.tidegate.codec.exi.generator.Schema.Complex;
import io.tidegate.codec.exi.generator.Schema.Definition;
import io.tidegate.codec.exi.generator.Schema.Enumeration;
import io.tidegate.codec.exi.generator.Schema.Flag;
import io.tidegate.codec.exi.generator.Schema.GlobalElement;
import io.tidegate.codec.exi.generator.Schema.LocalElement;
import io.tidegate.codec.exi.generator.Schema.Occurs;
import io.tidegate.codec.exi.generator.Schema.Particle;
import io.tidegate.codec.exi.generator.Schema.Range;
import io.tidegate.codec.exi.generator.Schema.Reference;
import io.tidegate.codec.exi.generator.Schema.Simple;

/** Writes the XML schema that says the same as a schema of the model. */
final class XsdWriter {
  /**
   * Longer lists have no bound in the XML schema: the processor that reads it makes a state of each
   * occurrence, which takes minutes for thousands. Only the state at the bound is another.
   */
  private static final int COUNTED = 40;

  private final Model model;
  private final Schema schema;
  private final StringBuilder text = new StringBuilder();

  XsdWriter(Model model, Schema schema) {
    this.model = model;
    this.schema = schema;
  }

  String text() {
    text.append("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"");
    for (Schema other : model.withImports(schema)) {
      attribute("xmlns:" + other.name(), other.namespace());
    }
    attribute("targetNamespace", schema.namespace());
    attribute("elementFormDefault", schema.qualifiedElements() ? "qualified" : "unqualified");
    attribute("attributeFormDefault", schema.qualifiedAttributes() ? "qualified" : "unqualified");
    text.append(">\n");
    for (String name : schema.imports()) {
      text.append("<xs:import");
      attribute("namespace", model.schema(name).namespace());
      attribute("schemaLocation", name + ".xsd");
      text.append("/>\n");
    }
    schema.elements().values().forEach(this::element);
    schema.definitions().values().forEach(this::definition);
    return text.append("</xs:schema>\n").toString();
  }

  private void attribute(String name, String value) {
    text.append(' ').append(name).append("=\"").append(value).append('"');
  }

  private void element(GlobalElement element) {
    text.append("<xs:element");
    attribute("name", element.name());
    attribute("type", type(element.type()));
    if (element.isAbstract()) {
      attribute("abstract", "true");
    }
    if (!element.head().isEmpty()) {
      attribute("substitutionGroup", reference(element.head()));
    }
    text.append("/>\n");
  }

  private String type(String name) {
    Schema owner = model.owner(schema, name);
    return owner == null
        ? "xs:" + name
        : owner.name() + ":" + name.substring(name.indexOf(':') + 1);
  }

  private String reference(String name) {
    return name.indexOf(':') < 0 ? schema.name() + ":" + name : name;
  }

  private void definition(Definition definition) {
    if (definition instanceof Complex complex) {
      complex(complex);
      return;
    }
    text.append("<xs:simpleType");
    attribute("name", definition.name());
    text.append("><xs:restriction");
    if (definition instanceof Simple simple) {
      attribute("base", type(simple.base()));
      text.append('>');
      boolean number = model.scalar(schema, simple.name()).kind() == Scalar.Kind.NUMBER;
      facets(simple.range(), number);
    } else {
      attribute("base", "xs:string");
      text.append('>');
      ((Enumeration) definition).words().forEach(w -> facet("enumeration", w));
    }
    text.append("</xs:restriction></xs:simpleType>\n");
  }

  private void facets(Range range, boolean number) {
    facet(number ? "minInclusive" : "minLength", range.min());
    facet(number ? "maxInclusive" : "maxLength", range.max());
  }

  private void facet(String name, String value) {
    if (!value.isEmpty()) {
      text.append("<xs:").append(name);
      attribute("value", value);
      text.append("/>");
    }
  }

  private void complex(Complex complex) {
    text.append("<xs:complexType");
    attribute("name", complex.name());
    if (complex.is(Flag.ABSTRACT)) {
      attribute("abstract", "true");
    }
    if (complex.is(Flag.MIXED)) {
      attribute("mixed", "true");
    }
    text.append('>');
    if (!complex.content().isEmpty()) {
      text.append("<xs:simpleContent><xs:extension");
      attribute("base", type(complex.content()));
      text.append('>');
      complex.attributes().forEach(this::attribute);
      text.append("</xs:extension></xs:simpleContent>");
    } else if (!complex.base().isEmpty()) {
      text.append("<xs:complexContent><xs:extension");
      attribute("base", type(complex.base()));
      text.append('>');
      body(complex);
      text.append("</xs:extension></xs:complexContent>");
    } else {
      body(complex);
    }
    text.append("</xs:complexType>\n");
  }

  private void body(Complex complex) {
    if (!complex.particles().isEmpty()) {
      text.append("<xs:sequence>\n");
      complex.particles().forEach(this::particle);
      text.append("</xs:sequence>");
    }
    complex.attributes().forEach(this::attribute);
  }

  private void attribute(Attribute attribute) {
    text.append("<xs:attribute");
    attribute("name", attribute.name());
    attribute("type", type(attribute.type()));
    attribute("use", attribute.optional() ? "optional" : "required");
    text.append("/>\n");
  }

  private void particle(Particle particle) {
    if (particle instanceof LocalElement local) {
      text.append("<xs:element");
      attribute("name", local.name());
      attribute("type", type(local.type()));
      occurs(local.occurs());
      text.append("/>\n");
    } else if (particle instanceof Reference reference) {
      text.append("<xs:element");
      attribute("ref", reference(reference.target()));
      occurs(reference.occurs());
      text.append("/>\n");
    } else if (particle instanceof Any any) {
      text.append("<xs:any namespace=\"##other\" processContents=\"lax\"");
      occurs(any.occurs());
      text.append("/>\n");
    } else if (particle instanceof Choice choice) {
      text.append("<xs:choice");
      occurs(choice.occurs());
      text.append(">\n");
      choice.alternatives().forEach(this::particle);
      text.append("</xs:choice>\n");
    }
  }

  private void occurs(Occurs occurs) {
    attribute("minOccurs", String.valueOf(occurs.min()));
    attribute("maxOccurs", occurs.max() > COUNTED ? "unbounded" : String.valueOf(occurs.max()));
  }
}
