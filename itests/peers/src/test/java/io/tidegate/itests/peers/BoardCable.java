package io.tidegate.itests.peers;

import io.tidegate.sim.slac.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A board's line into a namespace: a loopback port in there, the board's loopback port out here.
 */
final class BoardCable implements AutoCloseable {
  private final ServerSocket inside;
  private final int board;

  BoardCable(NetworkNamespace namespace, int board) throws IOException {
    this.board = board;
    inside = namespace.call(() -> new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1")));
    daemon(this::accept);
  }

  int port() {
    return inside.getLocalPort();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "board-cable");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket gateway = inside.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), board);
        gateway.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        daemon(() -> carry(gateway, far));
        daemon(() -> carry(far, gateway));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one end is gone, so the other goes
    }
  }

  @Override
  public void close() throws IOException {
    inside.close();
  }
}
