package io.tidegate.admin.updates.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code state.json}: replaced whole, on the disk when {@link #write} returns. The launcher reads
 * it too, and counts the starts on trial in it before the container is there. One thread.
 */
public final class StateFile {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

  private final Path file;
  private final JsonMapper mapper = JsonMapper.builder().build();

  public StateFile(Path file) {
    this.file = file;
  }

  /**
   * What was written last; the initial state when there is no file.
   *
   * @throws IOException when it cannot be read, or is no state
   */
  public State read() throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return State.initial();
    }
    try {
      JsonNode tree = mapper.readTree(content);
      return StateJson.read(tree);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException(file + " is no state of the updater: " + e.getMessage(), e);
    }
  }

  /**
   * The same, and what this gateway had confirmed before its home was restored from a backup: what
   * is older comes in no more easily than before. Such states lie in {@code seen/} beside this one
   * and are deleted when their counters are written here.
   *
   * @throws IOException also when one of them cannot be read
   */
  public State readWithSeen() throws IOException {
    State state = read();
    Path folder = file.resolveSibling("seen");
    if (!Files.isDirectory(folder)) {
      return state;
    }
    List<Path> seen;
    try (Stream<Path> files = Files.list(folder)) {
      seen = files.sorted().toList();
    }
    for (Path each : seen) {
      try {
        state = state.remembering(new StateFile(each).read());
      } catch (IOException e) {
        LOG.error("what the gateway had confirmed before it was restored cannot be read", e);
        Path aside = file.resolveSibling("seen-" + each.getFileName() + ".damaged");
        Files.move(each, aside, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    write(state);
    for (Path each : seen) {
      Files.deleteIfExists(each);
    }
    Files.delete(folder);
    return state;
  }

  public void write(State state) throws IOException {
    Durable.folder(file.getParent());
    Durable.write(file, mapper.writeValueAsBytes(StateJson.write(state)));
  }
}
