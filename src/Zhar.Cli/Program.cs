using Zhar.Cli.Commands;
using Zhar.Cli.Output;

return await Cli.Run(args, Terminal.ForConsole(), Directory.GetCurrentDirectory());
