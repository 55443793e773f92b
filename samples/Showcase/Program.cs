using Showcase;
using Zhar;

// The settings and the style sheet lie beside the program, wherever it is started from.
return await ZharHost.Run<Application>(["--contentRoot", AppContext.BaseDirectory, .. args]);
