using Chat;
using Zhar;

// The settings, the style sheet and the script lie beside the program, wherever it is started from.
return await ZharHost.Run<Application>(["--contentRoot", AppContext.BaseDirectory, .. args]);
