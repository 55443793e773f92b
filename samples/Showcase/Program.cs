using Showcase;
using Zhar;

if (args is ["migrate"])
    return await Setup.Migrate();

// The settings and the style sheets lie beside the program, wherever it is started from.
return await ZharHost.Run<Application>(["--contentRoot", AppContext.BaseDirectory, .. args]);
