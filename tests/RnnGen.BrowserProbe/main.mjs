// Starts the program under node as a page's script would in a browser.
const { dotnet } = await import(process.argv[2] + "/wwwroot/_framework/dotnet.js");
await dotnet.run();
