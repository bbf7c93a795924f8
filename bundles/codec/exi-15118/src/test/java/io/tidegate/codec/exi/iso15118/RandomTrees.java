package io.tidegate.codec.exi.iso15118;

import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.generator.Model.ComplexRef;
import io.tidegate.codec.exi.generator.Model.ElementRef;
import io.tidegate.codec.exi.generator.Model.Owned;
import io.tidegate.codec.exi.generator.Scalar;
import io.tidegate.codec.exi.generator.Schema;
import io.tidegate.codec.exi.generator.Schema.Attribute;
import io.tidegate.codec.exi.generator.Schema.Choice;
import io.tidegate.codec.exi.generator.Schema.Flag;
import io.tidegate.codec.exi.generator.Schema.LocalElement;
import io.tidegate.codec.exi.generator.Schema.Occurs;
import io.tidegate.codec.exi.generator.Schema.Particle;
import io.tidegate.codec.exi.generator.Schema.Reference;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Valid elements by the model, at random: every option, edges of numbers, any Unicode, full lists
 * now and then.
 */
class RandomTrees {
  /** Lists longer than this are filled by tests of their own. */
  private static final int LONG_LIST = 40;

  private static final BigInteger HUGE = BigInteger.ONE.shiftLeft(63).subtract(BigInteger.ONE);

  private final Model model;
  private final Random random;
  private int body = -1;

  RandomTrees(Model model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  /** Of messages in a body: always this one of them. */
  RandomTrees body(int index) {
    body = index;
    return this;
  }

  /** An element of this name, with a schema's types. */
  Tree element(Schema schema, String name, String namespace, String type) {
    Optional<ComplexRef> complex = model.complex(schema, type);
    if (complex.isEmpty()) {
      Scalar scalar = model.scalar(schema, type);
      boolean base64 = scalar.builtIn().equals("base64Binary");
      return new Tree(name, namespace, "", Map.of(), value(scalar), base64, List.of());
    }
    Map<String, String> attributes = new TreeMap<>();
    for (Owned<Attribute> attribute : model.attributes(complex.get())) {
      if (!attribute.value().optional() || count(new Occurs(0, 1)) == 1) {
        Scalar scalar = model.scalar(attribute.schema(), attribute.value().type());
        attributes.put(attribute.value().name(), value(scalar));
      }
    }
    List<Tree> children = new ArrayList<>();
    model.particles(complex.get()).forEach(p -> particle(p.schema(), p.value(), children));
    Optional<Scalar> content = model.content(complex.get());
    boolean base64 = content.isPresent() && content.get().builtIn().equals("base64Binary");
    String typeNamespace = complex.get().schema().namespace();
    String text = content.map(this::value).orElse(null);
    return new Tree(name, namespace, typeNamespace, attributes, text, base64, children);
  }

  private void particle(Schema schema, Particle particle, List<Tree> into) {
    if (particle instanceof LocalElement local) {
      String namespace = schema.qualifiedElements() ? schema.namespace() : "";
      for (int n = count(local.occurs()); n > 0; n--) {
        into.add(element(schema, local.name(), namespace, local.type()));
      }
    } else if (particle instanceof Reference reference) {
      List<ElementRef> members =
          model.members(schema, reference.target()).stream().filter(this::readable).toList();
      if (body >= 0 && reference.target().endsWith(Sets.BODY)) {
        into.add(element(members.get(body)));
        return;
      }
      int times = wanted(reference) ? count(reference.occurs()) : 0;
      for (int n = times; n > 0 && !members.isEmpty(); n--) {
        into.add(element(members.get(pick(members.size()))));
      }
    } else if (particle instanceof Choice choice) {
      List<Particle> readable =
          choice.alternatives().stream()
              .filter(
                  a -> a instanceof LocalElement || a instanceof Reference r && readable(schema, r))
              .collect(Collectors.toList());
      for (int n = count(choice.occurs()); n > 0; n--) {
        particle(schema, readable.get(pick(readable.size())), into);
      }
    }
  }

  private Tree element(ElementRef one) {
    return element(
        one.schema(), one.element().name(), one.schema().namespace(), one.element().type());
  }

  private boolean readable(Schema schema, Reference reference) {
    return model.members(schema, reference.target()).stream().anyMatch(this::readable);
  }

  private boolean readable(ElementRef element) {
    Optional<ComplexRef> type = model.complex(element.schema(), element.element().type());
    return !element.element().isAbstract()
        && (type.isEmpty()
            || !type.get().type().is(Flag.OPAQUE) && !type.get().type().is(Flag.ABSTRACT));
  }

  /** Whether this reference may occur at all. */
  boolean wanted(Reference reference) {
    return true;
  }

  /** Which of several. */
  int pick(int several) {
    return random.nextInt(several);
  }

  /** How many of a particle. */
  int count(Occurs occurs) {
    if (occurs.max() <= LONG_LIST && random.nextInt(8) == 0) {
      return occurs.max();
    }
    int more = Math.min(3, occurs.max() - occurs.min());
    return occurs.min() + (more == 0 ? 0 : random.nextInt(more + 1));
  }

  private String value(Scalar scalar) {
    return switch (scalar.kind()) {
      case BOOLEAN -> String.valueOf(random.nextBoolean());
      case WORDS -> scalar.words().words().get(random.nextInt(scalar.words().words().size()));
      case NUMBER -> number(scalar).toString();
      case BINARY -> {
        byte[] bytes = new byte[length(scalar)];
        random.nextBytes(bytes);
        yield HexFormat.of().withUpperCase().formatHex(bytes);
      }
      case TEXT -> scalar.builtIn().equals("string") ? text(scalar) : token(scalar);
    };
  }

  private BigInteger number(Scalar scalar) {
    BigInteger min = scalar.min() == null ? HUGE.negate().multiply(HUGE) : scalar.min();
    BigInteger max = scalar.max() == null ? HUGE.multiply(HUGE) : scalar.max().min(HUGE);
    BigInteger any =
        switch (random.nextInt(8)) {
          case 0 -> min;
          case 1 -> max;
          case 2 -> BigInteger.ZERO;
          case 3 -> BigInteger.ONE.negate();
          default -> new BigInteger(1 + random.nextInt(max.bitLength() + 1), random);
        };
    BigInteger signed = random.nextInt(4) == 0 ? any.negate() : any;
    return signed.max(min).min(max);
  }

  /** At least one: from XML nobody can tell an empty value from none. */
  int length(Scalar scalar) {
    int min = scalar.min() == null ? 1 : Math.max(1, scalar.min().intValueExact());
    int max = scalar.max() == null ? 200 : Math.min(scalar.max().intValueExact(), 2_000);
    return switch (random.nextInt(10)) {
      case 0 -> min;
      case 1 -> max;
      default -> min + random.nextInt(Math.min(max - min, 20) + 1);
    };
  }

  /** Any characters but those that a parser of XML would touch. */
  private String text(Scalar scalar) {
    StringBuilder text = new StringBuilder();
    int length = length(scalar);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          switch (random.nextInt(12)) {
            case 0 -> 0xa1 + random.nextInt(0x700);
            case 1 -> 0x4e00 + random.nextInt(0x5000);
            case 2 -> 0x10000 + random.nextInt(0xfffff);
            default -> '!' + random.nextInt('~' - '!');
          });
    }
    return text.toString();
  }

  private String token(Scalar scalar) {
    int length = Math.max(1, length(scalar));
    StringBuilder text = new StringBuilder("i");
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
