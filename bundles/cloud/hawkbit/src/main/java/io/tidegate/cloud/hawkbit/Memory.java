package io.tidegate.cloud.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to outlive a restart: which actions have become which orders, and what the server has
 * not been told yet. One file, replaced as a whole. One thread.
 */
final class Memory {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ACTIONS = 50;
  private static final int MOST_PENDING = 200;
  private static final long LARGEST = 1 << 20;

  private final Path file;
  private final String server;
  private final Map<String, Known> actions = new LinkedHashMap<>();
  private final Deque<Feedback> pending = new ArrayDeque<>();

  /** What an order still waits for that the server, or an operator, has to give. */
  enum Awaits {
    NOTHING,
    /** The maintenance window that the server keeps. */
    WINDOW,
    /** An operator, or that the server forces it after all. */
    WORD,
    /** An operator, whatever the server says. */
    OPERATOR,
    /** An operator, or another action of the same file: this one was to download it only. */
    ANOTHER
  }

  /**
   * An action that was taken on.
   *
   * @param order its id at the desk; empty when it was confirmed to the server and not handed out
   *     yet, or refused at once
   * @param sha256 of the file, by which a server that counts anew is found out
   * @param told the last step that was put down for the server
   * @param cancelling the server wants it given up
   * @param ended its last word was put down
   */
  record Known(
      String action,
      String order,
      String sha256,
      Awaits awaits,
      String told,
      boolean cancelling,
      boolean ended) {
    Known telling(String step) {
      return new Known(action, order, sha256, awaits, step, cancelling, ended);
    }

    Known awaiting(Awaits now) {
      return new Known(action, order, sha256, now, told, cancelling, ended);
    }

    Known cancel(boolean wanted) {
      return new Known(action, order, sha256, awaits, told, wanted, ended);
    }

    Known end() {
      return new Known(action, order, sha256, awaits, told, cancelling, true);
    }
  }

  private Memory(Path file, String server) {
    this.file = file;
    this.server = server;
  }

  /**
   * Reads the file; what was kept for another server is dropped.
   *
   * @param server names it and us
   */
  static Memory read(Path file, String server) throws IOException {
    Memory memory = new Memory(file, server);
    if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
      try {
        memory.load(JSON.readTree(file.toFile()));
      } catch (IOException | DateTimeException | IllegalArgumentException e) {
        LOG.error("hawkBit: {} cannot be read; it is begun anew", file.getFileName(), e);
        memory.actions.clear();
        memory.pending.clear();
      }
    }
    return memory;
  }

  private void load(JsonNode root) {
    if (!root.path("server").asText().equals(server)) {
      LOG.warn("hawkBit: what was kept belongs to another server and is dropped");
      return;
    }
    for (JsonNode known : root.path("actions")) {
      String action = known.path("action").asText();
      actions.put(
          action,
          new Known(
              action,
              known.path("order").asText(),
              known.path("sha256").asText(),
              Awaits.valueOf(known.path("awaits").asText()),
              known.path("told").asText(),
              known.path("cancelling").asBoolean(),
              known.path("ended").asBoolean()));
    }
    for (JsonNode word : root.path("pending")) {
      pending.add(
          new Feedback(
              word.path("action").asText(),
              Feedback.About.valueOf(word.path("about").asText()),
              word.path("execution").asText(),
              word.path("finished").asText(),
              word.path("detail").asText(),
              word.path("step").asInt(),
              Instant.parse(word.path("at").asText())));
    }
  }

  Optional<Known> action(String id) {
    return Optional.ofNullable(actions.get(id));
  }

  /** The action that this order is carried out for. */
  Optional<Known> ofOrder(String order) {
    return actions.values().stream().filter(k -> !k.ended() && k.order().equals(order)).findFirst();
  }

  /** The newest action whose file was downloaded, and which installed nothing. */
  Optional<Known> downloaded() {
    return actions.values().stream()
        .filter(k -> k.ended() && k.awaits() == Awaits.ANOTHER)
        .reduce((a, b) -> b);
  }

  /** The newest action whose end the server has not heard. */
  Optional<Known> open() {
    return actions.values().stream().filter(k -> !k.ended()).reduce((a, b) -> b);
  }

  /** Keeps an action, and with it words to the server; durable when it returns. */
  void keep(Known known, Feedback... words) throws IOException {
    actions.remove(known.action());
    actions.put(known.action(), known);
    while (actions.size() > MOST_ACTIONS) {
      actions.remove(actions.keySet().iterator().next());
    }
    for (Feedback word : words) {
      pending.add(word);
    }
    while (pending.size() > MOST_PENDING) {
      Feedback middling =
          pending.stream().filter(w -> !w.last()).findFirst().orElse(pending.peek());
      pending.remove(middling);
    }
    write();
  }

  /** The oldest word that the server has not heard. */
  Optional<Feedback> pending() {
    return Optional.ofNullable(pending.peek());
  }

  /** The server has heard the oldest word. */
  void heard() throws IOException {
    pending.poll();
    write();
  }

  /** The server does not want to hear of an action any more. */
  void drop(String action, Feedback.About about) throws IOException {
    pending.removeIf(w -> w.action().equals(action) && w.about() == about);
    write();
  }

  private void write() throws IOException {
    ObjectNode root = JSON.createObjectNode().put("format", 1).put("server", server);
    var known = root.putArray("actions");
    for (Known k : actions.values()) {
      known
          .addObject()
          .put("action", k.action())
          .put("order", k.order())
          .put("sha256", k.sha256())
          .put("awaits", k.awaits().name())
          .put("told", k.told())
          .put("cancelling", k.cancelling())
          .put("ended", k.ended());
    }
    var words = root.putArray("pending");
    for (Feedback word : pending) {
      words
          .addObject()
          .put("action", word.action())
          .put("about", word.about().name())
          .put("execution", word.execution())
          .put("finished", word.finished())
          .put("detail", word.detail())
          .put("step", word.step())
          .put("at", word.at().toString());
    }
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(root));
      while (bytes.hasRemaining()) {
        var unused = out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.getParent())) {
      folder.force(true);
    }
  }
}
