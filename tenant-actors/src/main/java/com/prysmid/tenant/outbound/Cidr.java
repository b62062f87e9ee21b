package com.prysmid.tenant.outbound;

import java.net.InetAddress;
import java.util.Arrays;

/** A network: an address and how many of its leading bits count (RFC 4632, RFC 4291 §2.3). */
public record Cidr(InetAddress network, int bits) {

    public Cidr {
        if (bits < 0 || bits > network.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("no such network: " + network.getHostAddress() + "/" + bits);
        }
    }

    /** @throws IllegalArgumentException where it is not written as {@code 10.0.0.0/8} or {@code fd00::/8} */
    public static Cidr parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not a network such as 10.0.0.0/8: " + text);
        }
        InetAddress network = AddressLiteral.parse(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("not a network such as 10.0.0.0/8: " + text));
        return new Cidr(network, Integer.parseInt(parts[1]));
    }

    public boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(own, 0, whole, other, 0, whole)
                && (rest == 0 || ((own[whole] ^ other[whole]) & (0xff << (Byte.SIZE - rest)) & 0xff) == 0);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
