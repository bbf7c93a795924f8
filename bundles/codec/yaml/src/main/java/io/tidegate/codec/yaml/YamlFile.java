package io.tidegate.codec.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** A YAML document whose root is a mapping. */
public final class YamlFile {
  /** Longest file that is read, bytes. */
  public static final int MAX_BYTES = 5 * 1024 * 1024;

  private static final int MAX_DEPTH = 12;

  private YamlFile() {}

  /**
   * Composes the document without constructing anything. What is wrong goes to {@code problems};
   * never throws, whatever the content.
   *
   * @return the root, empty when the document could not be read as a mapping
   */
  public static Optional<YamlMap> read(byte[] content, Problems problems) {
    if (content.length > MAX_BYTES) {
      problems.add(0, "", "is larger than " + MAX_BYTES + " bytes");
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return compose(text, problems);
    } catch (CharacterCodingException e) {
      problems.add(0, "", "is not UTF-8 text");
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      problems.add(mark == null ? 0 : mark.getLine() + 1, "", "is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problems.add(0, "", "is not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<YamlMap> compose(String text, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    Composer composer =
        new Composer(
            new PlainParser(new ParserImpl(new StreamReader(text), options)),
            new Resolver(),
            options);
    Node root = composer.getSingleNode();
    if (root instanceof MappingNode mapping) {
      return Optional.of(new YamlMap(mapping, "", problems));
    }
    problems.add(root == null ? 0 : YamlMap.line(root), "", "must be a mapping of keys to values");
    return Optional.empty();
  }
}
