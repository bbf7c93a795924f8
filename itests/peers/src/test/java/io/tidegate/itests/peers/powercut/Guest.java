package io.tidegate.itests.peers.powercut;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.peers.Peer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A computer that can lose its power: Debian's kernel in QEMU, the host's root as its own
 * (read-only below a layer in memory), and the disk of an {@link NbdServer} with a write cache.
 */
final class Guest implements AutoCloseable {
  /** The processor is emulated, ten to twenty times slower, and others use the machine. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Path BOOT = Gateway.root().resolve("itests/peers/power-cut/boot");

  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  /** Words after {@link #JAVA}, before the class. */
  private static final List<String> GATEWAY_AND_LOAD =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-Xmx96m",
          "-Dtidegate.root=" + Gateway.root(),
          "-cp",
          Stream.of(
                  GuestLoad.class,
                  Gateway.class,
                  ObjectMapper.class,
                  JsonFactory.class,
                  JsonProperty.class)
              .map(Guest::home)
              .distinct()
              .collect(Collectors.joining(":")));

  private final Peer console;

  private Guest(Peer console) {
    this.console = console;
  }

  /**
   * Boots it.
   *
   * @param disk the disk's port
   * @param script for the guest, below the host's root
   */
  static Guest boot(int disk, Path script) throws IOException {
    if (!Files.exists(BOOT.resolve("initrd.img"))) {
      throw new AssertionError(
          "the guest's kernel is missing: itests/peers/power-cut/prepare.sh, or ./tidegate test"
              + " --install");
    }
    return new Guest(
        Peer.program(
            "qemu-system-x86_64",
            "-machine",
            "q35",
            "-accel",
            "tcg,thread=multi",
            "-cpu",
            "max",
            "-smp",
            "2",
            "-m",
            "1536",
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
            "-no-reboot",
            "-serial",
            "stdio",
            "-kernel",
            BOOT.resolve("vmlinuz").toString(),
            "-initrd",
            BOOT.resolve("initrd.img").toString(),
            "-append",
            "console=ttyS0 quiet panic=-1 mitigations=off nokaslr tidegate.script=" + script,
            "-virtfs",
            "local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap",
            "-blockdev",
            "driver=nbd,node-name=disk,server.type=inet,server.host=127.0.0.1,server.port=" + disk,
            "-device",
            "virtio-blk-pci,drive=disk,write-cache=on"));
  }

  /** Runs {@link GuestLoad} on the host instead. */
  static Peer onHost(String... arguments) throws IOException {
    List<String> words = new ArrayList<>(GATEWAY_AND_LOAD);
    words.add(GuestLoad.class.getName());
    words.addAll(List.of(arguments));
    return Peer.program(JAVA, words.toArray(String[]::new));
  }

  /** Writes a script that runs {@link GuestLoad} with the classes of this process, and ends. */
  static Path script(Path file, String arguments) throws IOException {
    return script(file, GuestLoad.class, arguments);
  }

  /** The same of another program. */
  static Path script(Path file, Class<?> program, String arguments) throws IOException {
    return Files.writeString(
        file,
        """
        export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
        export JAVA_HOME='%s'
        cd '%s'
        '%s' %s %s </dev/null 2>&1
        echo "@END of the script"
        /bin/busybox poweroff -f
        """
            .formatted(
                System.getProperty("java.home"),
                Gateway.root(),
                JAVA,
                String.join(" ", GATEWAY_AND_LOAD),
                program.getName() + " /disk " + arguments));
  }

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the serial console has shown. */
  List<String> console() {
    return console.lines().stream().map(String::strip).toList();
  }

  /** Waits for lines; fails at once when the guest says that it cannot go on. */
  void await(String what, int count, Predicate<String> fits) throws InterruptedException {
    Await.until(
        what,
        PATIENCE,
        () -> {
          List<String> lines = console();
          if (!console.isAlive() || lines.stream().anyMatch(Guest::failed)) {
            throw new AssertionError(what + "\n" + String.join("\n", lines));
          }
          return lines.stream().filter(fits).count() >= count;
        },
        () -> String.join("\n", console()));
  }

  private static boolean failed(String line) {
    return line.startsWith("@FAILED") || line.startsWith("@END ") || line.contains("Kernel panic");
  }

  /** SIGKILL, and waits for the end. */
  void kill() throws InterruptedException {
    console.close();
    console.awaitEnd(PATIENCE);
  }

  @Override
  public void close() {
    console.close();
  }
}
