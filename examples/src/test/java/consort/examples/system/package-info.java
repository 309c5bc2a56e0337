/**
 * The system as a whole: coordinator, workers, trainers and the auditor as processes of their own, over real sockets, in
 * folders of their own.
 *
 * <p>{@link consort.examples.system.Programs} starts them from the classes under test,
 * {@link consort.examples.system.Consortium} founds a small consortium with the commands a user would type, and
 * {@link consort.fuzz.network.CuttingProxy} stands between workers and coordinator where connections are to suffer.
 */
package consort.examples.system;
