/// What stands in a member's and in a worker's folder: configuration, keys, certificates, what is trusted.
///
/// | path | what |
/// | --- | --- |
/// | `worker.yaml`, `member.yaml` | written by people |
/// | `enrolled.json` | who this is and where the coordinator was at enrolling |
/// | `trust.json` | what was learned at enrolling and is believed from then on, with the log keys and authorities that followed |
/// | `keys/signing.key` | the Ed25519 key that signs entries, mode 600 |
/// | `certs/credential.pem`, `certs/authority.pem` | the TLS credential, mode 600, and the authority's certificate |
package consort.worker.folder;
