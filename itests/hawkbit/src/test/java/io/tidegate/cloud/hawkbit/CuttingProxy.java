package io.tidegate.cloud.hawkbit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to a port of loopback, and cuts answers that are too long, a few times. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int to;
  private final int after;
  private final AtomicInteger cuts;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * @param after bytes of an answer
   * @param times how often
   */
  CuttingProxy(int to, int after, int times) throws IOException {
    this.to = to;
    this.after = after;
    cuts = new AtomicInteger(times);
    start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Cuts that are left. */
  int left() {
    return cuts.get();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        sockets.add(near);
        sockets.add(far);
        start(() -> pass(near, far, Integer.MAX_VALUE));
        start(() -> pass(far, near, after));
      }
    } catch (IOException e) {
      // it was closed
    }
  }

  private void pass(Socket from, Socket into, int most) {
    try (from;
        into) {
      InputStream in = from.getInputStream();
      OutputStream out = into.getOutputStream();
      byte[] buffer = new byte[8_192];
      long passed = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        passed += n;
        if (passed > most && cuts.getAndUpdate(c -> Math.max(0, c - 1)) > 0) {
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one side has gone
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
