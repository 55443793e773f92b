using Zhar.Eng.PublicApi;

// Called by `./dev api`. The working directory is the root of the repository.
if (args is not [])
{
    Console.Error.WriteLine("usage: ./dev api");
    return 2;
}

var libraries = new Libraries(AppContext.BaseDirectory);
foreach (var name in libraries.Names)
{
    var file = ApiFile.Of(Directory.GetCurrentDirectory(), name);
    var surface = libraries.Describe(name);
    var differences = file.Differences(surface);
    file.Write(surface);
    if (differences is [])
        continue;

    Console.WriteLine(file.Path);
    foreach (var line in differences)
        Console.WriteLine($"  {line}");
}

Console.WriteLine($"The files of {libraries.Names.Count} libraries say what is public.");
return 0;
