package io.tidegate.hardware.modbus.bus;

import io.tidegate.api.modbus.ModbusException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/**
 * One TCP connection with the framing of Modbus TCP (MBAP header). Used by one thread; only {@link
 * #close} may come from another one and ends whatever is waiting.
 *
 * <p>The frame is ours and not j2mod's transport, which forgets whether a read timed out, ended or
 * was garbage, counts transactions for the whole process, and sets no TCP_NODELAY.
 */
final class Link implements Closeable {
  private static final int MAX_PDU = 253;

  private final Socket socket = new Socket();
  private DataInputStream in;
  private int transaction;

  /** Connects; not in the constructor, so that {@link #close} can end it. */
  void open(String host, int port, int timeoutMs) throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host + " has no address");
    }
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    socket.connect(address, timeoutMs);
    in = new DataInputStream(socket.getInputStream());
  }

  /**
   * Sends the request and waits for its answer.
   *
   * @param timeoutMs longest silence; the caller's deadline for the whole closes the link
   */
  int[] exchange(Request request, int timeoutMs)
      throws IOException, ModbusException, Answer.ForeignAnswerException {
    transaction = (transaction + 1) & 0xffff;
    socket.setSoTimeout(timeoutMs);
    socket.getOutputStream().write(frame(request));
    byte[] header = new byte[7];
    in.readFully(header);
    int length = unsigned(header, 4);
    if (unsigned(header, 0) != transaction || unsigned(header, 2) != 0) {
      throw new Answer.ForeignAnswerException("another transaction answers " + request);
    }
    if (length < 3 || length > MAX_PDU + 1) {
      throw new Answer.ForeignAnswerException(
          "a frame of length " + length + " answers " + request);
    }
    byte[] pdu = new byte[length - 1];
    in.readFully(pdu);
    if ((header[6] & 0xff) != request.unit()) {
      throw new Answer.ForeignAnswerException("unit " + (header[6] & 0xff) + " answers " + request);
    }
    return Answer.of(request, pdu);
  }

  private byte[] frame(Request request) throws IOException {
    byte[] pdu = request.pdu();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(7 + pdu.length);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(transaction);
    out.writeShort(0);
    out.writeShort(1 + pdu.length);
    out.writeByte(request.unit());
    out.write(pdu);
    return bytes.toByteArray();
  }

  private static int unsigned(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
