import ipaddr from 'ipaddr.js'

/** Says whether an address may be connected to. */
export type AddressGuard = (address: string) => boolean

type Network = ReturnType<typeof ipaddr.parseCIDR>

/** Addresses of IPv4 in IPv6, which count as public ones by their range and are not. */
const COMPATIBLE = ipaddr.parseCIDR('::/96')

/** Public addresses, and those of the networks that are allowed (CIDR). What is no address is not allowed. */
export function guardAddresses(allow: readonly string[]): AddressGuard {
  const networks = allow.map((network) => ipaddr.parseCIDR(network))
  return (text) => {
    if (!ipaddr.isValid(text)) return false
    const address = ipaddr.process(text)
    if (networks.some((network) => isWithin(address, network))) return true
    return address.range() === 'unicast' && !isWithin(address, COMPATIBLE)
  }
}

function isWithin(address: ReturnType<typeof ipaddr.process>, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network)
}
