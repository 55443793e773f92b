namespace MigratorSample;

public sealed partial class SampleRepo : Zhar.Data.Repo;
