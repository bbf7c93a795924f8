package io.tidegate.bench.ocpp;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server under load, as a process of its own on loopback. */
interface OcppServer extends AutoCloseable {
  /** For the table. */
  String name();

  /** Where stations connect, without their identity. */
  URI url();

  long pid();

  /** PKCS#12 of the authority that stations' certificates must be of; null without TLS. */
  default Path authority() {
    return null;
  }

  @Override
  void close() throws Exception;

  /** What to start. */
  enum Kind {
    /** The distribution with its real dialect: ledger, journal, control. */
    GATEWAY("tidegate, ledger on"),
    /** The distribution with a dialect that checks and answers. */
    ANSWERING("tidegate, answers only"),
    /** The npm package ocpp-rpc, strict. */
    OCPP_RPC("ocpp-rpc 2.2.1, strict"),
    /** The answering gateway behind mutual TLS. */
    MUTUAL_TLS("tidegate, answers only, mTLS");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** Starts one and waits until it serves. */
  static OcppServer start(Kind kind, Path distribution, int stations) throws Exception {
    return kind == Kind.OCPP_RPC
        ? new Peer(kind.label())
        : GatewayServer.start(kind, distribution, stations);
  }

  /** The npm package in node. */
  final class Peer implements OcppServer {
    private final String name;
    private final URI url;
    private final Process process;

    private Peer(String name) throws IOException {
      this.name = name;
      Path root = Path.of("").toAbsolutePath();
      Path module = root.resolve("itests/peers/node_modules/ocpp-rpc");
      if (!Files.isDirectory(module)) {
        throw new IOException(
            "the npm package ocpp-rpc is missing: npm ci --prefix itests/peers --no-audit --no-fund");
      }
      int port = freePort();
      url = URI.create("ws://127.0.0.1:" + port + "/");
      String script = root.resolve("bench/src/main/peers/ocpp-rpc.cjs").toString();
      List<String> line = List.of("node", script, Integer.toString(port), "1");
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(line)).redirectErrorStream(true);
      builder.environment().putAll(Map.of("OCPPRPC", module.toString()));
      process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      String said = out.readLine();
      if (!"ready".equals(said)) {
        close();
        throw new IOException("ocpp-rpc did not start: " + said);
      }
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public URI url() {
      return url;
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }
}
