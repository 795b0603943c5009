package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;

/** One end of a flow. */
public sealed interface Peer permits Pods, Peer.ApiServer, Peer.Nodes, Peer.Outside, Peer.Addresses, Peer.Anywhere {

    /** The API server, at the addresses and the port of the site. */
    static Peer apiServer() {
        return new ApiServer();
    }

    /** The nodes themselves, at the addresses of the site. */
    static Peer nodes() {
        return new Nodes();
    }

    /**
     * Everything outside of the cluster. A NetworkPolicy knows no host names, so the host is for people who read the
     * policy; what is opened is every address outside of the cluster at that port.
     */
    static Peer outside(String host) {
        return new Outside(host);
    }

    /** Addresses of a network, such as {@code 192.168.10.0/24}. */
    static Peer addresses(String... cidrs) {
        return new Addresses(Arrays.stream(cidrs).map(Cidr::parse).collect(ImmutableList.toImmutableList()));
    }

    /** Anyone, inside of the cluster and outside. */
    static Peer anywhere() {
        return new Anywhere();
    }

    /** The API server. */
    record ApiServer() implements Peer {}

    /** The nodes. */
    record Nodes() implements Peer {}

    /** Everything outside of the cluster; the host is what is meant. */
    record Outside(String host) implements Peer {

        public Outside {
            requireNonNull(host, "host");
        }
    }

    /** Addresses of networks. */
    record Addresses(ImmutableList<Cidr> cidrs) implements Peer {}

    /** Anyone. */
    record Anywhere() implements Peer {}
}
