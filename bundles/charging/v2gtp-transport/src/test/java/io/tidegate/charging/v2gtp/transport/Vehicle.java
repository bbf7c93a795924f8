package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.codec.exi.iso15118.sap.AppProtocol;
import io.tidegate.codec.exi.iso15118.sap.SapExi;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolReq;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolRes;
import io.tidegate.codec.v2gtp.FrameAccumulator;
import io.tidegate.codec.v2gtp.PayloadType;
import io.tidegate.codec.v2gtp.V2gtp;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** The vehicle's end of a connection: blocking, as simple as can be. */
final class Vehicle implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final FrameAccumulator frames = new FrameAccumulator(1 << 20);

  Vehicle(int port) throws IOException {
    socket = new Socket(InetAddress.getByName("::1"), port);
    socket.setSoTimeout(PATIENCE_MS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Over something that is connected and secured already. */
  Vehicle(Socket socket, InputStream in, OutputStream out) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MS);
    this.in = in;
    this.out = out;
  }

  void raw(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Past TLS. */
  void underneath(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(int payloadType, int... message) throws IOException {
    byte[] bytes = new byte[message.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) message[i];
    }
    raw(V2gtp.frame(payloadType, bytes));
  }

  V2gtp.Frame frame() throws Exception {
    while (true) {
      Optional<V2gtp.Frame> frame = frames.next();
      if (frame.isPresent()) {
        return frame.get();
      }
      byte[] bytes = new byte[4096];
      int count = in.read(bytes);
      if (count < 0) {
        throw new EOFException("closed");
      }
      frames.accept(bytes, 0, count);
    }
  }

  byte[] ask(int payloadType, int... message) throws Exception {
    send(payloadType, message);
    return frame().payload();
  }

  static AppProtocol offer(VehicleProtocol protocol, int schemaId, int priority) {
    return new AppProtocol(
        protocol.namespace(), protocol.major(), protocol.minor(), schemaId, priority);
  }

  /** Offers one protocol with the schema id 7; answers code and schema id. */
  String agree(VehicleProtocol protocol) throws Exception {
    return agree(List.of(offer(protocol, 7, 1)));
  }

  String agree(List<AppProtocol> offers) throws Exception {
    raw(V2gtp.frame(PayloadType.SAP, SapExi.SET.encode(new SupportedAppProtocolReq(offers))));
    V2gtp.Frame frame = frame();
    SupportedAppProtocolRes response = (SupportedAppProtocolRes) SapExi.SET.decode(frame.payload());
    String code =
        switch (response.responseCode()) {
          case OK_SUCCESSFUL_NEGOTIATION -> "OK_SuccessfulNegotiation";
          case OK_SUCCESSFUL_NEGOTIATION_WITH_MINOR_DEVIATION ->
              "OK_SuccessfulNegotiationWithMinorDeviation";
          case FAILED_NO_NEGOTIATION -> "Failed_NoNegotiation";
        };
    return response.schemaID() == null ? code : code + " " + response.schemaID();
  }

  /** Whether the other end closes, whatever it still says. */
  boolean closed() throws IOException {
    try {
      byte[] rest = new byte[4096];
      while (in.read(rest) >= 0) {
        // what is left
      }
      return true;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
