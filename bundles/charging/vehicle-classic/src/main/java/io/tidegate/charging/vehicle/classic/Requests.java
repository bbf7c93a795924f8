package io.tidegate.charging.vehicle.classic;

import io.tidegate.charging.vehicle.dialect.Step;

/** Which class answers which request; all of them are in order here. */
final class Requests {
  private Requests() {}

  static Step<Session, Message> answer(Talk talk, Request request) {
    Ask ask = request.ask();
    // the loops first: they come a thousand times as often as the rest
    if (ask instanceof Ask.CurrentDemand demand) {
      return Loops.answer(talk, demand);
    } else if (ask instanceof Ask.ChargingStatus) {
      return Loops.answer(talk);
    } else if (ask instanceof Ask.MeteringReceipt receipt) {
      return Receipts.answer(talk, receipt);
    } else if (ask instanceof Ask.PowerDelivery delivery) {
      return Delivery.answer(talk, delivery);
    } else if (ask instanceof Ask.ChargeParameterDiscovery discovery) {
      return Parameters.answer(talk, discovery);
    } else if (ask instanceof Ask.CableCheck) {
      return Preparation.cableCheck(talk);
    } else if (ask instanceof Ask.PreCharge preCharge) {
      return Preparation.answer(talk, preCharge);
    }
    return beforeAndAfter(talk, request);
  }

  private static Step<Session, Message> beforeAndAfter(Talk talk, Request request) {
    Ask ask = request.ask();
    if (ask instanceof Ask.SessionSetup setup) {
      return Setup.answer(talk, request.session(), setup);
    } else if (ask instanceof Ask.ServiceDiscovery) {
      return Services.discovery(talk);
    } else if (ask instanceof Ask.ServiceDetail detail) {
      return Services.answer(talk, detail);
    } else if (ask instanceof Ask.PaymentServiceSelection selection) {
      return Services.answer(talk, selection);
    } else if (ask instanceof Ask.PaymentDetails details) {
      return Contracts.answer(talk, details);
    } else if (ask instanceof Ask.Certificate certificate) {
      return Installations.answer(talk, certificate);
    } else if (ask instanceof Ask.Authorization authorization) {
      return Authorisations.answer(talk, authorization);
    } else if (ask instanceof Ask.WeldingDetection) {
      return Farewell.weldingDetection(talk);
    } else if (ask instanceof Ask.SessionStop stop) {
      return Farewell.answer(talk, stop);
    }
    throw new IllegalStateException("no phase accepts " + ask);
  }
}
