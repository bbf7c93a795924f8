package io.tidegate.sim.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.charger.board.BoardFrame;
import io.tidegate.codec.charger.board.BoardMessage;
import io.tidegate.codec.charger.board.BoardMessage.Result;
import io.tidegate.codec.charger.board.BoardReader;
import io.tidegate.codec.charger.board.BoardWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedBoardTest {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  private SimulatedBoard board;
  private SimulatedEvse evse;
  private Socket socket;
  private int sequence;
  private final BoardReader reader = new BoardReader();
  private final Queue<BoardFrame> heard = new ArrayDeque<>();

  @BeforeEach
  void connect() throws IOException {
    board = new SimulatedBoard(List.of(ChannelSpec.dc(100, 40_000), ChannelSpec.ac(3)));
    evse = board.evse(0);
    socket = new Socket(InetAddress.getLoopbackAddress(), board.port());
    say(BoardFrame.BOARD, new BoardMessage.Hello(10));
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    board.close();
  }

  @Test
  void saysWhatItIsAndThenWhatItMeasures() throws IOException {
    BoardMessage.Info info =
        (BoardMessage.Info)
            until(f -> f.channel() == 0 && f.message() instanceof BoardMessage.Info);
    assertThat(info.direct()).isTrue();
    assertThat(info.rating().maxSinkA()).isEqualTo(100);
    until(f -> f.channel() == 1 && status(f, s -> s.pilotHighV() == 12 && s.pilotLowV() == 12));
  }

  @Test
  void showsTheVehiclesResistorAndDiodeInThePilot() throws IOException {
    say(0, new BoardMessage.Pilot(5));
    evse.connect();
    until(f -> status(f, s -> s.pilotHighV() == 9 && s.pilotLowV() == -12 && s.dutyPct() == 5));
    evse.pilot(Plug.Resistor.C);
    until(f -> status(f, s -> s.pilotHighV() == 6));
    evse.diode(false);
    until(f -> status(f, s -> s.pilotLowV() == -6));
    assertThat(evse.dutyPct()).isEqualTo(5);
  }

  @Test
  void chargesAndDischargesABatteryWithinWhatTheSupplyIsTold() throws IOException {
    evse.connect();
    evse.battery(400, 0.1);
    say(0, new BoardMessage.Output(true, 400, 0, 5_000));
    until(f -> status(f, s -> s.volts() == 400));
    say(0, new BoardMessage.Switch(true, 5_000));
    until(f -> status(f, s -> s.flags().closed()));
    evse.contactor(true);
    say(0, new BoardMessage.Output(true, 450, 25, 5_000));
    until(f -> status(f, s -> s.amps() == 25));
    say(0, new BoardMessage.Output(true, 450, -10, 5_000));
    until(f -> status(f, s -> s.amps() == -10));
    assertThat(evse.powerW()).isBetween(-4_000.0, -3_900.0);
    assertThat(evse.rushed()).isFalse();
    BoardMessage.Meter meter =
        (BoardMessage.Meter)
            until(f -> f.message() instanceof BoardMessage.Meter m && m.exportWh() > 0);
    assertThat(meter.importWh()).isPositive();
  }

  @Test
  void opensByItselfWhenTheGatewayDoesNotRepeatItsCommand() throws IOException {
    say(0, new BoardMessage.Output(true, 400, 0, 100));
    say(0, new BoardMessage.Switch(true, 100));
    until(f -> status(f, s -> s.flags().closed()));
    until(f -> status(f, s -> !s.flags().closed() && s.flags().lapsed()));
    until(f -> status(f, s -> !s.flags().output()));
  }

  @Test
  void refusesToCloseUnderAnEmergencyStop() throws IOException {
    evse.emergencyStop(true);
    say(0, new BoardMessage.Switch(true, 1_000));
    BoardMessage.Ack ack = (BoardMessage.Ack) until(f -> f.message() instanceof BoardMessage.Ack);
    assertThat(ack.result()).isEqualTo(Result.INTERLOCK);
    assertThat(ack.sequence()).isEqualTo(sequence - 1);
  }

  @Test
  void keepsALockedPlug() throws IOException {
    evse.connect();
    say(0, new BoardMessage.Lock(true));
    until(f -> status(f, s -> s.flags().locked()));
    assertThat(evse.disconnect()).isFalse();
    evse.tear();
    assertThat(evse.connected()).isFalse();
  }

  @Test
  void takesWhatTheVehicleTakesFromAnAcOutlet() throws IOException {
    board.evse(1).connect();
    board.evse(1).takes(16);
    say(1, new BoardMessage.Switch(true, 5_000));
    until(f -> f.channel() == 1 && status(f, s -> s.amps() == 16));
    assertThat(board.evse(1).powerW()).isEqualTo(3 * 230 * 16);
  }

  @Test
  void refusesChannelsThatItDoesNotHave() throws IOException {
    say(7, new BoardMessage.Switch(true, 1_000));
    BoardMessage.Ack ack = (BoardMessage.Ack) until(f -> f.channel() == 7);
    assertThat(ack.result()).isEqualTo(Result.UNKNOWN);
  }

  private static boolean status(BoardFrame frame, Predicate<BoardMessage.Status> test) {
    return frame.message() instanceof BoardMessage.Status s && test.test(s);
  }

  private void say(int channel, BoardMessage message) throws IOException {
    socket.getOutputStream().write(BoardWriter.write(new BoardFrame(channel, sequence++, message)));
  }

  private BoardMessage until(Predicate<BoardFrame> wanted) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    socket.setSoTimeout(5_000);
    byte[] buffer = new byte[1_024];
    while (true) {
      while (!heard.isEmpty()) {
        BoardFrame frame = heard.poll();
        if (wanted.test(frame)) {
          return frame.message();
        }
      }
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      int count = socket.getInputStream().read(buffer);
      assertThat(count).isPositive();
      reader.feed(buffer, count, heard::add);
    }
  }
}
