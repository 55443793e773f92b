namespace Zhar.Benchmarks.Measuring;

/// <summary>What an OS process uses, read anew at each look.</summary>
internal static class ProcessUse
{
    extension(System.Diagnostics.Process process)
    {
        /// <summary>The processor time that the whole process has used, user and kernel.</summary>
        internal TimeSpan ProcessorTimeNow
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime;
            }
        }

        internal long ResidentBytesNow
        {
            get
            {
                process.Refresh();
                return process.WorkingSet64;
            }
        }
    }
}
