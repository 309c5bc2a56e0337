/**
 * The consortium's certificates: who is who on the wire, and how one becomes somebody. Nothing here reads a clock or makes
 * randomness of its own, and no private key leaves the process that made it.
 *
 * <h2>The operator</h2>
 * <pre>{@code
 * Authority authority = Authority.found(new Name("acme"), Duration.ofDays(3650), now, random);
 * authority.save(folder);                       // once; later Authority.load(folder, random)
 * PendingCredential pending = PendingCredential.create(random);
 * var chain = authority.issueCoordinator(
 *         SigningRequest.parse(pending.signingRequest()), List.of("pool.example"), Duration.ofDays(30), now);
 * Credential credential = pending.complete(chain, authority.certificate().fingerprint(),
 *         new Identity.Coordinator(new Name("acme")), now);
 * credential.save(folder.resolve("coordinator.pem"));
 *
 * Admission admission = new Admission(authority.certificate(), clock, revoked, invites, log::info);
 * Gate gate = (method, caller) -> table.allows(method, caller.identity());   // a Bootstrap identity: enrollment and no more
 * NettyServerBuilder.forPort(port)
 *         .sslContext(Tls.server(() -> newest, admission))
 *         .intercept(Callers.interceptor(admission, gate));
 * }</pre>
 * A handler asks {@code Callers.identity()}. To enroll, look up the {@code Bootstrap} identity's hash among the open
 * invites, issue for whom that invite names, and close the invite. To renew, call
 * {@code authority.renew(Callers.certificate(), request, lifetime, now)}.
 *
 * <h2>The invited</h2>
 * <pre>{@code
 * Invite invite = Invite.parse(line);
 * NettyChannelBuilder.forAddress(invite.coordinator().host(), invite.coordinator().port())
 *         .sslContext(Tls.enrollment(invite, clock, random));
 * PendingCredential pending = PendingCredential.create(random);
 * pending.save(pendingFile);                    // the invite works once: a lost answer is asked for again, same key
 * // ... send pending.signingRequest(), receive the chain ...
 * Credential credential = pending.complete(
 *         Certificates.decode(received), invite.authority(), invite.invited(), now);
 * credential.save(file);                        // one file, mode 600
 * AuthorityCertificate authority = AuthorityCertificate.of(credential.chain().getLast());
 * NettyChannelBuilder....sslContext(Tls.client(() -> newest, authority, clock));
 * }</pre>
 * From {@code credential.renewAt()} on, renew with a new {@code PendingCredential}. {@code TlsErrors.explain} turns a
 * failed connection into one sentence.
 *
 * <h2>What it rests on</h2>
 * Possession of a certificate of the one authority, for the right consortium and purpose, valid now, not revoked; or of an
 * invite's secret, which opens enrollment only. Identity is the certificate's one URI name; subjects are decoration. TLS
 * 1.3 only, because it hides certificates and has no weak options to configure away.
 */
package consort.certs;
