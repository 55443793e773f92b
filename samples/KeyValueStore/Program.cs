using KeyValueStore;
using Zhar;

if (args.Length > 0)
{
    await Console.Error.WriteLineAsync("usage: KeyValueStore   (it takes no arguments; type help when it runs)");
    return 2;
}

await using var node = Node.Start();
return await node.Run(async _ =>
{
    // With the default of 3 restarts in 5 s, a few quick crash commands would end the supervisor and the program with it.
    await Supervisor.StartLink(Supervisor.OneForOne(Store.Child() with { Name = Store.Name }) with { MaxRestarts = 1000 });
    if (!Console.IsInputRedirected)
        Console.WriteLine("A key-value store. Type help for its commands.");
    await new Shell(Store.Name, Console.In, Console.Out, prompts: !Console.IsInputRedirected).Run();
    return 0;
});
