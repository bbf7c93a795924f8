package io.tidegate.sim.ev;

import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import io.tidegate.codec.exi.iso15118.common.MeterInfo;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.V2GResponse;
import io.tidegate.sim.ev.Speech.Refusal;
import io.tidegate.sim.ev.Speech.Request;
import io.tidegate.sim.ev.Speech.Said;

/** What ISO 15118-20 says in other words for direct and for alternating current. */
interface EnergyMessages20 {

  Request parameters(MessageHeader header);

  Request cableCheck(MessageHeader header);

  Request preCharge(MessageHeader header);

  Request loop(MessageHeader header, boolean meter);

  Request welding(MessageHeader header);

  V2GResponse decode(byte[] exi) throws ExiException, Refusal;

  /** Whether a response to the charge parameters can be. */
  void judge(V2GResponse parameters) throws Refusal;

  Processing cableChecked(V2GResponse response) throws Refusal;

  /** Whether the station's voltage is the battery's. */
  boolean preCharged(V2GResponse response) throws Refusal;

  /** Whether there is still a voltage that must not be. */
  boolean welded(V2GResponse response) throws Refusal;

  Said said(V2GResponse loop) throws Refusal;

  /** The meter's reading; null when the response has none. */
  MeterInfo meter(V2GResponse loop);
}
