package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the dialect remembers of one EVSE of a station.
 *
 * @param number of the EVSE within the station
 * @param transaction the station's id of the transaction in progress; empty when there is none
 * @param booked its name in the ledger, which names its session too; empty when there is none
 * @param lastSequence highest seqNo taken of it; −1 when there is none, or none since a boot
 * @param ended name of the transaction that ended last: a replay does not bring it back
 * @param discharge the vehicle's own word in this transaction; no as long as it gave none; empty
 *     when the transaction began before this connection, so that nothing is known
 * @param registers last plausible energy registers of this transaction
 * @param connectors last status of each connector
 * @param baseLimitW safe share that the station has accepted as its base profile, W; NaN when none
 */
record EvseEntry(
    int number,
    String transaction,
    String booked,
    int lastSequence,
    String ended,
    Optional<Boolean> discharge,
    Registers registers,
    Map<Integer, ConnectorStatus> connectors,
    double baseLimitW) {

  EvseEntry {
    connectors = Map.copyOf(connectors);
  }

  static EvseEntry fresh(int number) {
    return new EvseEntry(
        number, "", "", -1, "", Optional.empty(), Registers.NONE, Map.of(), Double.NaN);
  }

  boolean charging() {
    return !transaction.isEmpty();
  }

  /**
   * @param name in the ledger
   * @param seen whether its start was seen: silence means no then
   */
  EvseEntry began(String newTransaction, String name, boolean seen) {
    return new EvseEntry(
        number,
        newTransaction,
        name,
        -1,
        ended,
        seen ? Optional.of(false) : Optional.empty(),
        Registers.NONE,
        connectors,
        baseLimitW);
  }

  EvseEntry reached(int sequence) {
    return new EvseEntry(
        number, transaction, booked, sequence, ended, discharge, registers, connectors, baseLimitW);
  }

  /** The station has booted: what it says from now on is not a repetition by its number alone. */
  EvseEntry rebooted() {
    return reached(-1);
  }

  EvseEntry finished(String name) {
    EvseEntry left = name.equals(booked) ? cut() : this;
    return new EvseEntry(
        number,
        left.transaction,
        left.booked,
        left.lastSequence,
        name,
        left.discharge,
        left.registers,
        connectors,
        baseLimitW);
  }

  /** The transaction is no more as far as is known; unlike one that has ended it may come back. */
  EvseEntry cut() {
    return new EvseEntry(
        number, "", "", -1, ended, Optional.empty(), Registers.NONE, connectors, baseLimitW);
  }

  EvseEntry permitted(boolean allowed) {
    return new EvseEntry(
        number,
        transaction,
        booked,
        lastSequence,
        ended,
        Optional.of(allowed),
        registers,
        connectors,
        baseLimitW);
  }

  EvseEntry metered(Registers newer) {
    return new EvseEntry(
        number, transaction, booked, lastSequence, ended, discharge, newer, connectors, baseLimitW);
  }

  EvseEntry connector(int connector, ConnectorStatus status) {
    Map<Integer, ConnectorStatus> newer = new TreeMap<>(connectors);
    newer.put(connector, status);
    return new EvseEntry(
        number, transaction, booked, lastSequence, ended, discharge, registers, newer, baseLimitW);
  }

  EvseEntry based(double limitW) {
    return new EvseEntry(
        number, transaction, booked, lastSequence, ended, discharge, registers, connectors, limitW);
  }

  /**
   * Energy registers as last believed.
   *
   * @param importWh Wh into the vehicle, NaN when unknown
   * @param exportWh Wh out of the vehicle, NaN when unknown
   * @param at the station's time stamp of them
   */
  record Registers(double importWh, double exportWh, Instant at) {
    static final Registers NONE = new Registers(Double.NaN, Double.NaN, Instant.EPOCH);
  }
}
