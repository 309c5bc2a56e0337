/** Other programs as child processes: started with their logs, watched for memory, and stopped with all they started. */
package consort.examples.demo.process;
