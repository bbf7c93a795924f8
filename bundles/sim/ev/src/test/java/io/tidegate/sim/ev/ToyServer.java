package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.sap.AppProtocol;
import io.tidegate.codec.exi.iso15118.sap.ResponseCode;
import io.tidegate.codec.exi.iso15118.sap.SapExi;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolReq;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolRes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** A server of V2GTP on loopback, one connection at a time: agrees on whatever is offered. */
final class ToyServer implements AutoCloseable {
  private final ServerSocket server;
  private final Answers answers;
  final AtomicReference<Throwable> trouble = new AtomicReference<>();
  volatile boolean reset;

  record Frame(int payloadType, byte[] exi) {}

  interface Answers {
    /** Null: none. */
    Frame answer(int payloadType, byte[] exi) throws Exception;
  }

  ToyServer(Answers answers, SSLContext tls) throws IOException {
    this.answers = answers;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (tls == null) {
      server = new ServerSocket(0, 5, loopback);
    } else {
      var secure =
          (javax.net.ssl.SSLServerSocket)
              tls.getServerSocketFactory().createServerSocket(0, 5, loopback);
      secure.setNeedClientAuth(true);
      server = secure;
    }
    Thread thread = new Thread(this::serve, "toy-station");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setTcpNoDelay(true);
        converse(socket);
      } catch (EOFException | SocketException e) {
        reset = reset || String.valueOf(e.getMessage()).contains("reset");
      } catch (Exception e) {
        trouble.set(e);
      }
    }
  }

  private void converse(Socket socket) throws Exception {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    boolean agreed = false;
    while (true) {
      int version = in.readUnsignedShort();
      if (version != 0x01fe) {
        throw new IOException("no V2GTP: " + version);
      }
      int payloadType = in.readUnsignedShort();
      byte[] exi = in.readNBytes(in.readInt());
      Frame answer = agreed ? answers.answer(payloadType, exi) : agree(exi);
      agreed = true;
      if (answer != null) {
        out.writeShort(0x01fe);
        out.writeShort(answer.payloadType());
        out.writeInt(answer.exi().length);
        out.write(answer.exi());
        out.flush();
      }
    }
  }

  private static Frame agree(byte[] exi) throws Exception {
    var offered = (SupportedAppProtocolReq) SapExi.SET.decode(exi);
    int best =
        offered.appProtocol().stream()
            .min(Comparator.comparingInt(AppProtocol::priority))
            .orElseThrow()
            .schemaID();
    return new Frame(
        0x8001,
        SapExi.SET.encode(
            new SupportedAppProtocolRes(ResponseCode.OK_SUCCESSFUL_NEGOTIATION, best)));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
