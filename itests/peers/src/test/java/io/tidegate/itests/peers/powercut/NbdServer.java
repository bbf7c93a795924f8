package io.tidegate.itests.peers.powercut;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/**
 * One disk over the NBD protocol (fixed newstyle, simple replies) for one client at a time, on
 * loopback. Requests are served one after the other, so a flush covers what was answered before.
 */
final class NbdServer implements AutoCloseable {
  private static final long MAGIC = 0x4e42444d41474943L;
  private static final long OPTION_MAGIC = 0x49484156454F5054L;
  private static final long REPLY_MAGIC = 0x3e889045565a9L;
  private static final int FIXED_NEWSTYLE_NO_ZEROES = 3;
  private static final int NO_ZEROES = 2;

  private static final int OPT_EXPORT_NAME = 1;
  private static final int OPT_ABORT = 2;
  private static final int OPT_INFO = 6;
  private static final int OPT_GO = 7;
  private static final int REP_ACK = 1;
  private static final int REP_INFO = 3;
  private static final int REP_UNSUPPORTED = 0x80000001;

  /** HAS_FLAGS, SEND_FLUSH, SEND_FUA. */
  private static final int TRANSMISSION = 1 | 1 << 2 | 1 << 3;

  private static final int REQUEST = 0x25609513;
  private static final int REPLY = 0x67446698;
  private static final int FUA = 1;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int DISCONNECT = 2;
  private static final int FLUSH = 3;
  private static final int EIO = 5;
  private static final int EINVAL = 22;

  /** Longer requests are an error of the client's (the protocol's own default). */
  private static final int MOST = 32 << 20;

  private final Disk disk;
  private final ServerSocket socket;
  private final Thread thread;
  private final Object power = new Object();
  private volatile Socket client;
  private boolean off;

  /** Until the power goes off; negative for ever. */
  private int writesLeft = -1;

  private boolean closed;
  private volatile IOException trouble;

  private record Request(int flags, int type, long handle, long offset, int length) {}

  private NbdServer(Disk disk) throws IOException {
    this.disk = disk;
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread = new Thread(this::run, "nbd-server");
    thread.setDaemon(true);
    thread.start();
  }

  static NbdServer serve(Disk disk) throws IOException {
    return new NbdServer(disk);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What went wrong with the last client; none when it left as the protocol says. */
  Optional<IOException> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void run() {
    while (!socket.isClosed()) {
      try (Socket next = socket.accept()) {
        client = next;
        next.setTcpNoDelay(true);
        serve(
            new DataInputStream(new BufferedInputStream(next.getInputStream(), 1 << 16)),
            new DataOutputStream(new BufferedOutputStream(next.getOutputStream(), 1 << 16)));
      } catch (IOException e) {
        trouble = e;
      }
    }
  }

  private void serve(DataInputStream in, DataOutputStream out) throws IOException {
    if (negotiated(in, out)) {
      while (answered(request(in), in, out)) {
        out.flush();
      }
    }
  }

  private boolean negotiated(DataInputStream in, DataOutputStream out) throws IOException {
    out.writeLong(MAGIC);
    out.writeLong(OPTION_MAGIC);
    out.writeShort(FIXED_NEWSTYLE_NO_ZEROES);
    out.flush();
    boolean zeroes = (in.readInt() & NO_ZEROES) == 0;
    while (true) {
      if (in.readLong() != OPTION_MAGIC) {
        throw new IOException("no NBD option");
      }
      int option = in.readInt();
      in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
      switch (option) {
        case OPT_EXPORT_NAME -> {
          export(out);
          out.write(new byte[zeroes ? 124 : 0]);
        }
        case OPT_INFO, OPT_GO -> {
          reply(out, option, REP_INFO, 12);
          out.writeShort(0); // NBD_INFO_EXPORT
          export(out);
          reply(out, option, REP_ACK, 0);
        }
        case OPT_ABORT -> reply(out, option, REP_ACK, 0);
        default -> reply(out, option, REP_UNSUPPORTED, 0);
      }
      out.flush();
      if (option == OPT_ABORT) {
        return false;
      }
      if (option == OPT_EXPORT_NAME || option == OPT_GO) {
        return true;
      }
    }
  }

  private void export(DataOutputStream out) throws IOException {
    out.writeLong(disk.size());
    out.writeShort(TRANSMISSION);
  }

  private static void reply(DataOutputStream out, int option, int type, int length)
      throws IOException {
    out.writeLong(REPLY_MAGIC);
    out.writeInt(option);
    out.writeInt(type);
    out.writeInt(length);
  }

  private static Request request(DataInputStream in) throws IOException {
    if (in.readInt() != REQUEST) {
      throw new IOException("no NBD request");
    }
    return new Request(
        in.readUnsignedShort(), in.readUnsignedShort(), in.readLong(), in.readLong(), in.readInt());
  }

  /** False when the connection is over. */
  private boolean answered(Request request, DataInputStream in, DataOutputStream out)
      throws IOException {
    if (request.type() == DISCONNECT) {
      return false;
    }
    if (request.length() < 0 || request.length() > MOST) {
      throw new IOException("length " + request.length());
    }
    byte[] payload = new byte[request.type() == WRITE ? request.length() : 0];
    in.readFully(payload);
    byte[] read = new byte[0];
    int error = 0;
    synchronized (power) {
      if (off) {
        hang();
      }
      try {
        if (!possible(request)) {
          error = EINVAL;
        } else if (request.type() == READ) {
          read = disk.read(request.offset(), request.length());
        } else if (request.type() == WRITE) {
          disk.write(request.offset(), payload, (request.flags() & FUA) != 0);
          writesLeft--;
          if (writesLeft == 0) {
            off = true;
            power.notifyAll();
            hang();
          }
        } else {
          disk.flush();
        }
      } catch (IOException e) {
        trouble = e;
        error = EIO;
      }
    }
    out.writeInt(REPLY);
    out.writeInt(error);
    out.writeLong(request.handle());
    out.write(read);
    return true;
  }

  /** Keeps the connection open, so that the client hears of no error before its own end. */
  private void hang() throws IOException {
    try {
      while (!closed) {
        power.wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new EOFException("the power is off");
  }

  private boolean possible(Request request) {
    boolean moves = request.type() == READ || request.type() == WRITE;
    return request.type() == FLUSH
        || (moves
            && request.offset() >= 0
            && request.offset() % VolatileDisk.SECTOR == 0
            && request.length() % VolatileDisk.SECTOR == 0
            && request.offset() <= disk.size() - request.length());
  }

  /**
   * From this moment nothing reaches the disk and nothing is answered; whoever waits for an answer
   * waits in vain.
   */
  void powerOff() {
    synchronized (power) {
      off = true;
    }
  }

  /**
   * Cuts the power in the middle of the work: this write still reaches the disk's cache and is not
   * answered.
   *
   * @param writes from now on, at least 1
   * @param mostMs after that time at the latest
   */
  void powerOffAfter(int writes, long mostMs) throws InterruptedException {
    long end = System.nanoTime() + mostMs * 1_000_000;
    synchronized (power) {
      writesLeft = writes;
      for (long left = mostMs; !off && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
        power.wait(left);
      }
      off = true;
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    synchronized (power) {
      off = true;
      closed = true;
      power.notifyAll();
    }
    socket.close();
    if (client != null) {
      client.close();
    }
    thread.join(10_000);
  }
}
