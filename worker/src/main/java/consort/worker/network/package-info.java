/// The way to the coordinator: straight, or through an HTTP proxy that opens tunnels with `CONNECT`. Which one is said, the
/// first that says something, by the command line, the folder's YAML file, the environment (`https_proxy`, `no_proxy`) or the
/// JVM's own settings. TLS runs inside the tunnel from end to end, so a proxy learns the coordinator's host and port and
/// nothing else. A proxy's password is shown by nothing here: neither by messages nor by `toString`.
package consort.worker.network;
