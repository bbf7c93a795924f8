package io.tidegate.codec.slac;

/**
 * A management message. Run ids are the eight octets of the vehicle's choice as a number, station
 * ids have 17 octets, groups are attenuations in dB (0–255), times are tenths of a second.
 */
public sealed interface Mme permits Mme.Standard, QualcommMme, LumissilMme, Mme.Other {
  /** Groups of carriers that a profile has (ISO 15118-3). */
  int GROUPS = 58;

  int STATION_ID = Layout.STATION_ID;

  /** Messages of the standard (HomePlug Green PHY 1.1, ISO 15118-3 annex A). */
  sealed interface Standard extends Mme {}

  /** A message of which nothing is known but its type. */
  record Other(int version, int type) implements Mme {
    @Override
    public String toString() {
      return "message 0x%04x".formatted(type);
    }
  }

  /** The vehicle looks for EVSEs; to all. */
  record SlacParmReq(long runId) implements Standard {}

  /**
   * An EVSE is here.
   *
   * @param soundTarget who is to hear the sounds: all
   * @param sounds how many are wanted
   * @param timeoutTenths how long the EVSE listens
   * @param responseType 1: profiles go to another station
   * @param forwardingStation the vehicle
   */
  record SlacParmCnf(
      MacAddress soundTarget,
      int sounds,
      int timeoutTenths,
      int responseType,
      MacAddress forwardingStation,
      long runId)
      implements Standard {}

  /** Sounds follow; to all, three times. */
  record StartAttenCharInd(
      int sounds, int timeoutTenths, int responseType, MacAddress forwardingStation, long runId)
      implements Standard {}

  /** A sound, from which modems measure the attenuation; to all. */
  record MnbcSoundInd(Octets senderId, int remaining, long runId, Octets random)
      implements Standard {}

  /** What our own modem measured of one sound. */
  record AttenProfileInd(MacAddress vehicle, Octets groups) implements Standard {}

  /**
   * What an EVSE measured of the vehicle, on the mean.
   *
   * @param source the vehicle
   */
  record AttenCharInd(
      MacAddress source, long runId, Octets sourceId, Octets responderId, int sounds, Octets groups)
      implements Standard {}

  /** The vehicle has it. Result 0: success. */
  record AttenCharRsp(
      MacAddress source, long runId, Octets sourceId, Octets responderId, int result)
      implements Standard {}

  /** Result 1: ready. */
  record ValidateReq(int signalType, int timer, int result) implements Standard {}

  /** Result 0 not ready, 1 ready, 2 success, 3 failure, 4 not required. */
  record ValidateCnf(int signalType, int toggles, int result) implements Standard {
    public static final int FAILURE = 3;
    public static final int NOT_REQUIRED = 4;
  }

  /** The vehicle has chosen this EVSE. */
  record SlacMatchReq(
      Octets vehicleId, MacAddress vehicle, Octets evseId, MacAddress evse, long runId)
      implements Standard {}

  /** The key to the EVSE's network. */
  record SlacMatchCnf(
      Octets vehicleId,
      MacAddress vehicle,
      Octets evseId,
      MacAddress evse,
      long runId,
      Octets networkId,
      NetworkKey key)
      implements Standard {}

  /**
   * A host gives its modem a key. The fields between are those of encrypted exchanges, which this
   * is none of.
   */
  record SetKeyReq(long myNonce, Octets networkId, NetworkKey key) implements Standard {}

  /**
   * The modem's answer. Green PHY says 0: success, 1: failure; modems in the field say 1 for
   * success, as HomePlug AV 1.0 did.
   */
  record SetKeyCnf(int result, long yourNonce) implements Standard {}

  /** What can you do? Asked as a sign of life. */
  record StaCapReq() implements Standard {}

  /** The answer; what it says is not read. */
  record StaCapCnf() implements Standard {}
}
