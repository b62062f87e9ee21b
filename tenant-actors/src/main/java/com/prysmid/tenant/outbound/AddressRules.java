package com.prysmid.tenant.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a tenant may make us connect to: the public internet (IANA's special-purpose registries, RFC 6890, say what
 * is not), and what the operator allows by name.
 */
final class AddressRules {
    private static final List<Cidr> NOT_PUBLIC_V4 = networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT, and one cloud's metadata
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // another cloud's metadata, on a public address
            "169.254.0.0/16", // link-local, and everybody else's metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /** Of IPv6 only this is the public internet; loopback, unique-local, link-local and multicast lie outside. */
    private static final Cidr PUBLIC_V6 = Cidr.parse("2000::/3");

    private static final List<Cidr> NOT_PUBLIC_V6 = networks(
            "2001::/23", // protocol assignments, with Teredo, which wraps an IPv4 address
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which wraps an IPv4 address
            "3fff::/20"); // documentation

    /** RFC 6052 §2.1: an IPv4 address is in the last 32 bits, and is what is reached. */
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");

    private final List<Cidr> allowed;

    /** @param allowed reachable whatever else is said here */
    AddressRules(List<Cidr> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    boolean permit(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address)) || isPublic(address);
    }

    private boolean isPublic(InetAddress address) {
        return switch (address) {
            case Inet4Address v4 -> none(NOT_PUBLIC_V4, v4);
            case Inet6Address v6 when NAT64.contains(v6) -> permit(embedded(v6));
            case Inet6Address v6 -> PUBLIC_V6.contains(v6) && none(NOT_PUBLIC_V6, v6) && !isIsatap(v6);
            default -> false;
        };
    }

    private static boolean none(List<Cidr> networks, InetAddress address) {
        return networks.stream().noneMatch(network -> network.contains(address));
    }

    private static InetAddress embedded(Inet6Address address) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** RFC 5214 §6.1: an interface identifier that wraps an IPv4 address. */
    private static boolean isIsatap(Inet6Address address) {
        byte[] bytes = address.getAddress();
        return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    }

    private static List<Cidr> networks(String... networks) {
        return Stream.of(networks).map(Cidr::parse).toList();
    }
}
