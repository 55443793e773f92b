using Zhar.Soak;

if (args is not ["core", .. var rest])
{
    Console.Error.WriteLine("usage: core --seconds N [--workers W] [--seed S]");
    return 2;
}

return await new SoakRun(SoakOptions.Parse(rest)).Run();
