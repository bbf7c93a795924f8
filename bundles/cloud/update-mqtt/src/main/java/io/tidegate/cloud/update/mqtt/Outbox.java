package io.tidegate.cloud.update.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker has not acknowledged yet, and of each order the step that was put in last. One
 * file, replaced as a whole. Bounded: what is not an end gives way first. One thread.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_WAITING = 200;
  private static final int MOST_ORDERS = 200;
  private static final long LARGEST = 4 << 20;

  private final Path file;
  private final Deque<ObjectNode> waiting = new ArrayDeque<>();
  private final Map<String, String> told = new LinkedHashMap<>();
  private long number;

  private Outbox(Path file) {
    this.file = file;
  }

  static Outbox read(Path file) throws IOException {
    Outbox outbox = new Outbox(file);
    if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
      try {
        JsonNode root = JSON.readTree(file.toFile());
        outbox.number = root.path("number").asLong();
        for (JsonNode state : root.path("waiting")) {
          if (state instanceof ObjectNode node) {
            outbox.waiting.add(node);
          }
        }
        for (Map.Entry<String, JsonNode> step : root.path("told").properties()) {
          outbox.told.put(step.getKey(), step.getValue().asText());
        }
      } catch (IOException e) {
        LOG.error("MQTT: {} cannot be read; it is begun anew", file.getFileName(), e);
      }
    }
    return outbox;
  }

  /** Whether an order has been seen, as far back as is remembered. */
  boolean knows(String order) {
    return told.containsKey(order);
  }

  /** The step of an order that was put in last; empty when there is none. */
  String told(String order) {
    return told.getOrDefault(order, "");
  }

  /** Puts a state in; durable when it returns. */
  void put(String order, String step, ObjectNode state) throws IOException {
    told.remove(order);
    told.put(order, step);
    while (told.size() > MOST_ORDERS) {
      told.remove(told.keySet().iterator().next());
    }
    put(state);
  }

  /** Puts in what is about no order that was taken. */
  void put(ObjectNode state) throws IOException {
    state.put("number", ++number);
    waiting.add(state);
    while (waiting.size() > MOST_WAITING) {
      ObjectNode first =
          waiting.stream()
              .filter(s -> !s.path("ended").asBoolean())
              .findFirst()
              .orElse(waiting.peek());
      waiting.remove(first);
    }
    write();
  }

  /** The oldest that waits. */
  Optional<byte[]> next() {
    return Optional.ofNullable(waiting.peek())
        .map(s -> s.toString().getBytes(StandardCharsets.UTF_8));
  }

  int size() {
    return waiting.size();
  }

  /** The broker has the oldest. */
  void acknowledged() throws IOException {
    waiting.poll();
    write();
  }

  private void write() throws IOException {
    ObjectNode root = JSON.createObjectNode().put("format", 1).put("number", number);
    root.putArray("waiting").addAll(waiting);
    ObjectNode steps = root.putObject("told");
    told.forEach(steps::put);
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
