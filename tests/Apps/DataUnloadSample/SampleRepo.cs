namespace DataUnloadSample;

public sealed partial class SampleRepo : Zhar.Data.Repo;
