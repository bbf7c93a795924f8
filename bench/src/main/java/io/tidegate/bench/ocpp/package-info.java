/**
 * Load on an OCPP-J server from outside: thousands of stations over real sockets, in open loop, and
 * the servers it is measured on. The generator needs nothing but the JDK.
 */
package io.tidegate.bench.ocpp;
