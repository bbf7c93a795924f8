/**
 * A client of Eclipse hawkBit's Direct Device Integration API: what the server wants installed
 * becomes an order at the {@link io.tidegate.api.update.UpdateDesk}, and what becomes of the order
 * is fed back. The server decides who gets what and when; whether a release is good is decided by
 * its signatures alone, here.
 */
package io.tidegate.cloud.hawkbit;
