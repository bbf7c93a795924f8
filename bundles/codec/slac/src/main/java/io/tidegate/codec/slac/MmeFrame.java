package io.tidegate.codec.slac;

/** One Ethernet frame. */
public record MmeFrame(MacAddress destination, MacAddress source, Mme message) {}
