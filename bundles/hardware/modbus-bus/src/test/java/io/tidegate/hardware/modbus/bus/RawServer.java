package io.tidegate.hardware.modbus.bus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device that reads 12-byte requests and answers with whatever the test wants. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Answers one request; may hang. */
  interface Behaviour {
    void answer(byte[] request, OutputStream out) throws IOException, InterruptedException;
  }

  RawServer(Behaviour behaviour) throws IOException {
    Thread thread = new Thread(() -> accept(behaviour), "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread thread = new Thread(() -> talk(socket, behaviour), "raw-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // closed by the test
      }
    }
  }

  private static void talk(Socket socket, Behaviour behaviour) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] request = new byte[12];
        in.readFully(request);
        behaviour.answer(request, socket.getOutputStream());
      }
    } catch (IOException | InterruptedException e) {
      // the client or the test has closed the connection
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
