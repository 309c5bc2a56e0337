/// What this machine's counters show over a task, and by which pseudonyms its devices are known.
///
/// Processor time is that of the trainer and all it started ([consort.worker.metering.OshiProcessTimes]). Energy is read from the
/// processors' RAPL counters by Linux' powercap files ([consort.worker.metering.Powercap]) and from NVIDIA's GPUs by NVML
/// ([consort.worker.metering.NvidiaGpus]), which is loaded only where its driver is. Whatever is not there, cannot be read or does not
/// fit the devices that are lent is absent, never 0, and never a reason not to work: figures here are evidence, and bills follow
/// from none of them.
package consort.worker.metering;
