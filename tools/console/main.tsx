import { render } from 'preact'
import { App } from './app.tsx'
import { applyLanguage } from './language.ts'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
applyLanguage()
render(<App />, root)
